//! Bindings for compilers that make core modules, and components of what they make.

use std::path::Path;

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use wasi_preview1_component_adapter_provider::{
    WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME, WASI_SNAPSHOT_PREVIEW1_REACTOR_ADAPTER,
};
use wit_bindgen_core::{Files, WorldGenerator};
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::{Resolve, WorldId};

use super::site::write;

/// The bindings for the world in the folder `wit`.
pub(super) fn bindings(generator: &mut dyn WorldGenerator, wit: &Path) -> Result<Files, Fault> {
    let failed = |error| fault("no bindings can be made", &error);
    let (mut resolve, world) = world(wit).map_err(failed)?;
    let mut files = Files::default();
    generator
        .generate(&mut resolve, world, &mut files)
        .map_err(failed)?;
    Ok(files)
}

/// Writes the bindings for the world in the folder `wit` to the folder `out`.
pub(super) fn write_bindings(
    generator: &mut dyn WorldGenerator,
    wit: &Path,
    out: &Path,
) -> Result<(), Fault> {
    bindings(generator, wit)?
        .iter()
        .try_for_each(|(name, content)| write(&out.join(name), content))
}

/// Makes a component of a core module for WASI preview 1. A module without a description of its world, which
/// generated bindings may bring, is given that of the folder `wit`.
pub(super) fn component(mut module: Vec<u8>, wit: Option<&Path>) -> Result<Vec<u8>, Fault> {
    let failed = |error| fault("no component can be made of the module", &error);
    if let Some(wit) = wit {
        let (resolve, world) = world(wit).map_err(failed)?;
        embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)
            .map_err(failed)?;
    }
    let encode = || {
        ComponentEncoder::default()
            .validate(true)
            .module(&module)?
            .adapter(
                WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME,
                WASI_SNAPSHOT_PREVIEW1_REACTOR_ADAPTER,
            )?
            .encode()
    };
    encode().map_err(failed)
}

/// The only world of a folder with WIT files.
fn world(wit: &Path) -> Result<(Resolve, WorldId), anyhow::Error> {
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_dir(wit)?;
    let world = resolve.select_world(&[package], None)?;
    Ok((resolve, world))
}

fn fault(what: &str, error: &anyhow::Error) -> Fault {
    Fault::new(Code::BuildFailed, what).detail("cause", format!("{error:#}"))
}
