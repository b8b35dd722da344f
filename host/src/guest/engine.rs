//! [`GuestEngine`]: what all guests of a process share.

use std::path::Path;
use std::sync::Arc;

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use wasmtime::Engine;
use wasmtime::component::Linker;

use super::instance::State;
use super::load::LoadedComposition;
use super::{config, epoch, linker};

/// Compiles and loads guests. Cheap to clone.
#[derive(Clone)]
pub struct GuestEngine {
    engine: Engine,
    linker: Linker<State>,
}

impl GuestEngine {
    /// An engine that keeps compiled code in the folder `cache`, which is made when it is not there.
    pub fn new(cache: Option<&Path>) -> Result<Self, Fault> {
        let failed = |error: wasmtime::Error| {
            Fault::new(Code::Internal, "cannot set up WebAssembly")
                .detail("cause", format!("{error:#}"))
        };
        let engine = Engine::new(&config::config(cache)?).map_err(failed)?;
        epoch::start(&engine)?;
        let linker = linker::linker(&engine).map_err(failed)?;
        Ok(Self { engine, linker })
    }

    /// Checks and compiles a component. Blocks: a large guest that is not cached takes half a minute.
    pub fn load(&self, bytes: &[u8]) -> Result<Arc<LoadedComposition>, Fault> {
        LoadedComposition::new(&self.engine, &self.linker, bytes).map(Arc::new)
    }
}
