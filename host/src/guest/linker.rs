//! What a guest can import: the whole of WASI 0.2, of which nothing is granted, and our own interfaces.

use wasmtime::Engine;
use wasmtime::component::{HasSelf, Linker};

use super::instance::State;
use crate::bindings::Base;
use crate::imports::Bridge;

/// The linker of all guests; built once for an engine.
pub(super) fn linker(engine: &Engine) -> wasmtime::Result<Linker<State>> {
    let mut linker = Linker::new(engine);
    wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
    Base::add_to_linker::<State, HasSelf<Bridge>>(&mut linker, State::bridge)?;
    Ok(linker)
}
