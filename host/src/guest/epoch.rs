//! The clock that lets guests be interrupted: a thread that raises the engine's epoch.

use std::thread;
use std::time::Duration;

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use wasmtime::Engine;

/// How long a guest computes before other tasks get their turn.
const TICK: Duration = Duration::from_millis(10);

/// Starts the ticker. It ends with the last clone of the engine.
pub(super) fn start(engine: &Engine) -> Result<(), Fault> {
    let engine = engine.weak();
    thread::Builder::new()
        .name("guest-epoch".to_owned())
        .spawn(move || {
            while let Some(engine) = engine.upgrade() {
                engine.increment_epoch();
                drop(engine);
                thread::sleep(TICK);
            }
        })
        .map(drop)
        .map_err(|error| {
            Fault::new(
                Code::Internal,
                "cannot start the thread that interrupts guests",
            )
            .cause(&error)
        })
}
