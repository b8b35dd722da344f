//! From the end of a call that did not return to a fault that says why.

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use wasmtime::{Trap, WasmBacktrace};
use wasmtime_wasi::I32Exit;

use super::panic_text::panic_text;

/// Frames of the guest that are told.
const FRAMES: usize = 12;

/// The fault for an error of wasmtime; `stderr` is the last that the guest printed there.
pub(super) fn fault(error: &wasmtime::Error, stderr: &str) -> Fault {
    let text = format!("{error:#}");
    if text.contains("fuel allocated for hostcalls") {
        return Fault::new(
            Code::LimitInput,
            "the guest passed more data to the host in one call than is allowed",
        );
    }
    let (message, cause) = sentence(error, text, stderr);
    Fault::new(Code::GuestPanic, message)
        .detail("cause", cause)
        .detail("stderr", stderr)
        .detail("backtrace", backtrace(error))
}

/// The sentence, and the error's own text where the sentence does not say it.
fn sentence(error: &wasmtime::Error, text: String, stderr: &str) -> (String, String) {
    let silent = String::new();
    if let Some(I32Exit(status)) = error.downcast_ref::<I32Exit>() {
        let message =
            format!("the guest exited with status {status} instead of returning from its workflow");
        return (message, silent);
    }
    match error.downcast_ref::<Trap>() {
        Some(Trap::StackOverflow) => (
            "the guest's stack overflowed: does a function call itself without end?".to_owned(),
            silent,
        ),
        Some(Trap::UnreachableCodeReached) => match panic_text(stderr) {
            Some(panic) => (format!("the guest panicked: {panic}"), silent),
            None => (
                "the guest gave up without a message (it reached an unreachable instruction)"
                    .to_owned(),
                silent,
            ),
        },
        Some(trap) => (format!("the guest stopped with a trap: {trap}"), silent),
        None => ("the guest was stopped by an error".to_owned(), text),
    }
}

/// The guest's innermost frames, one a line.
fn backtrace(error: &wasmtime::Error) -> String {
    let Some(backtrace) = error.downcast_ref::<WasmBacktrace>() else {
        return String::new();
    };
    let frames: Vec<String> = backtrace
        .frames()
        .iter()
        .take(FRAMES)
        .map(|frame| {
            let place = frame.symbols().first().and_then(|symbol| {
                let name = symbol.name()?;
                let file = symbol.file()?;
                Some(format!("{name} at {file}:{}", symbol.line().unwrap_or(0)))
            });
            place.unwrap_or_else(|| {
                frame
                    .func_name()
                    .map_or_else(|| format!("function {}", frame.func_index()), str::to_owned)
            })
        })
        .collect();
    frames.join("\n")
}
