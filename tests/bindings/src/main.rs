//! Makes C bindings from the WIT, makes a component from a core module and checks that it imports
//! everything there is. `tests/bindings/check.sh` calls it.
//!
//! It links the generators, because installing them as programs takes minutes.

#![expect(clippy::print_stdout, reason = "a command line tool answers there")]

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use anyhow::{Context, Result, bail};
use wasi_preview1_component_adapter_provider::{
    WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME, WASI_SNAPSHOT_PREVIEW1_REACTOR_ADAPTER,
};
use wit_bindgen_core::{Files, WorldGenerator};
use wit_component::{ComponentEncoder, DecodedWasm};
use wit_parser::{Resolve, WorldId, WorldItem};

const USAGE: &str =
    "usage: mzhost-bindings c WIT OUT | component CORE OUT | complete WIT COMPONENT";

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [command, from, to] = arguments.as_slice() else {
        bail!(USAGE);
    };
    let (from, to) = (Path::new(from), Path::new(to));
    match command.as_str() {
        "c" => generate(wit_bindgen_c::Opts::default().build().as_mut(), from, to),
        "component" => component(from, to),
        "complete" => complete(from, to),
        _ => bail!(USAGE),
    }
}

/// The only world of a folder with WIT files.
fn world(wit: &Path) -> Result<(Resolve, WorldId)> {
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_dir(wit)?;
    let world = resolve.select_world(&[package], None)?;
    Ok((resolve, world))
}

/// Writes the bindings for a world.
fn generate(generator: &mut dyn WorldGenerator, wit: &Path, out: &Path) -> Result<()> {
    let (mut resolve, world) = world(wit)?;
    let mut files = Files::default();
    generator.generate(&mut resolve, world, &mut files)?;
    for (name, content) in files.iter() {
        let path = out.join(name);
        let folder = path.parent().context("a file in no folder")?;
        fs::create_dir_all(folder)?;
        fs::write(&path, content).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// Makes a component of a core module for WASI preview 1, as C compilers make it.
fn component(core: &Path, out: &Path) -> Result<()> {
    let module = fs::read(core).with_context(|| format!("cannot read {}", core.display()))?;
    let component = ComponentEncoder::default()
        .validate(true)
        .module(&module)?
        .adapter(
            WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME,
            WASI_SNAPSHOT_PREVIEW1_REACTOR_ADAPTER,
        )?
        .encode()?;
    fs::write(out, component).with_context(|| format!("cannot write {}", out.display()))
}

/// Checks that a component imports every function of every interface that the world imports.
fn complete(wit: &Path, component: &Path) -> Result<()> {
    let (resolve, world) = world(wit)?;
    let wanted = imported_functions(&resolve, world);
    let bytes =
        fs::read(component).with_context(|| format!("cannot read {}", component.display()))?;
    let DecodedWasm::Component(resolve, world) = wit_component::decode(&bytes)? else {
        bail!("{} is no component", component.display());
    };
    let found = imported_functions(&resolve, world);
    let missing: Vec<&str> = wanted.difference(&found).map(String::as_str).collect();
    if !missing.is_empty() {
        bail!(
            "{} does not call: {}",
            component.display(),
            missing.join(", ")
        );
    }
    println!(
        "{} calls all {} functions",
        component.display(),
        wanted.len()
    );
    Ok(())
}

/// The imported functions with their interfaces.
fn imported_functions(resolve: &Resolve, world: WorldId) -> BTreeSet<String> {
    let imports = resolve
        .worlds
        .get(world)
        .into_iter()
        .flat_map(|world| &world.imports);
    imports
        .filter_map(|(_, item)| match item {
            WorldItem::Interface { id, .. } => Some(*id),
            _ => None,
        })
        .flat_map(|id| {
            let interface = resolve.id_of(id).unwrap_or_default();
            let functions = resolve
                .interfaces
                .get(id)
                .into_iter()
                .flat_map(|i| i.functions.keys());
            functions.map(move |function| format!("{interface}#{function}"))
        })
        .collect()
}
