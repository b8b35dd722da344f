//! [`GuestEngine`]: what all guests of a process share.

use std::path::Path;
use std::sync::Arc;

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use wasmtime::Engine;
use wasmtime::component::Linker;

use super::binary::Binary;
use super::images::{self, Images};
use super::instance::State;
use super::load::LoadedComposition;
use super::{config, epoch, linker};

/// Compiles and loads guests. Cheap to clone.
#[derive(Clone)]
pub struct GuestEngine {
    engine: Engine,
    linker: Linker<State>,
    images: Option<Images>,
}

impl GuestEngine {
    /// An engine that keeps compiled code in the folder `cache`, which is made when it is not there.
    pub fn new(cache: Option<&Path>) -> Result<Self, Fault> {
        let failed = |error: wasmtime::Error| {
            Fault::new(Code::Internal, "cannot set up WebAssembly")
                .detail("cause", format!("{error:#}"))
        };
        let engine = Engine::new(&config::config()).map_err(failed)?;
        epoch::start(&engine)?;
        let linker = linker::linker(&engine).map_err(failed)?;
        Ok(Self {
            engine,
            linker,
            images: cache.map(Images::open).transpose()?,
        })
    }

    /// Checks a component and compiles it, unless it is kept: `compiling` is told. Blocks: an interpreter takes half a
    /// minute.
    pub fn load(
        &self,
        binary: &Binary,
        compiling: &dyn Fn(),
    ) -> Result<Arc<LoadedComposition>, Fault> {
        let compile = || {
            if let Some(images) = &self.images {
                return images.component(&self.engine, binary, compiling);
            }
            compiling();
            images::compiled(&self.engine, &binary.whole()?)
        };
        LoadedComposition::new(&self.engine, &self.linker, binary.skeleton(), compile).map(Arc::new)
    }
}
