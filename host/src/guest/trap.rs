//! From the end of a call that did not return to a fault that says why.

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use wasmtime::{FrameInfo, FrameSymbol, Trap, WasmBacktrace};
use wasmtime_wasi::I32Exit;

use super::limits::HANDLES;
use super::panic_text::panic_text;

/// What wasmtime says when a guest holds too many resources: in its own tables, and in the host's.
const HANDLES_REACHED: [&str; 2] = [
    "store handle limit exceeded",
    "resource table has no free keys",
];
/// Frames of the guest that are told.
const FRAMES: usize = 12;
/// How the names of functions begin that say nothing about the guest: Rust's panic machinery, C's exit and what calls C's
/// workflows, Go's runtime, and the adapter for WASI.
const LIBRARY: &[&str] = &[
    "core::",
    "std::",
    "alloc::",
    "<core::",
    "<std::",
    "<alloc::",
    "__rust",
    "rust_panic",
    "abort",
    "_Exit",
    "exit",
    "runtime.",
    "proc_exit",
    "wasi_snapshot_preview1::",
    "__wasi_",
    "__wrap_exit",
    "__assert_fail",
    "__ubsan_",
    "__wasm_export_",
    "sdk_",
];

/// The fault for an error of wasmtime; `stderr` is the last that the guest printed there.
pub(super) fn fault(error: &wasmtime::Error, stderr: &str) -> Fault {
    let text = format!("{error:#}");
    if text.contains("fuel allocated for hostcalls") {
        return Fault::new(
            Code::LimitInput,
            "the guest passed more data to the host in one call than is allowed",
        );
    }
    if HANDLES_REACHED.iter().any(|reached| text.contains(reached)) {
        return Fault::new(
            Code::LimitHandles,
            format!(
                "the guest holds more than {HANDLES} handles: let go of what is not needed any more"
            ),
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
    if error.downcast_ref::<I32Exit>().is_some() {
        // WASI passes on no more of a status than success or failure, so there is none to tell.
        let message = "the guest exited instead of returning from its workflow".to_owned();
        return (message, silent);
    }
    match error.downcast_ref::<Trap>() {
        Some(Trap::StackOverflow) => (
            "the guest's stack overflowed: does a function call itself without end?".to_owned(),
            silent,
        ),
        Some(Trap::MemoryOutOfBounds) => (
            "the guest reached outside its memory: its stack overflowed (does a function call itself without end?), \
             or unsafe code is wrong"
                .to_owned(),
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

/// The guest's innermost frames, one a line, without those of its language's own library.
fn backtrace(error: &wasmtime::Error) -> String {
    let Some(backtrace) = error.downcast_ref::<WasmBacktrace>() else {
        return String::new();
    };
    let mut frames: Vec<String> = backtrace
        .frames()
        .iter()
        .map(frame)
        .filter(|frame| !LIBRARY.iter().any(|library| frame.starts_with(library)))
        .collect();
    frames.dedup();
    frames.truncate(FRAMES);
    frames.join("\n")
}

/// The function's name, and its place where the guest has debug information.
fn frame(frame: &FrameInfo) -> String {
    let symbol = frame.symbols().first();
    let name = symbol.and_then(FrameSymbol::name).or(frame.func_name());
    let name = name.map_or_else(
        || format!("function {}", frame.func_index()),
        |name| format!("{:#}", rustc_demangle::demangle(name)),
    );
    match symbol.and_then(|symbol| symbol.file().zip(symbol.line())) {
        Some((file, line)) => format!("{name} at {}:{line}", file.trim_start_matches("./")),
        None => name,
    }
}
