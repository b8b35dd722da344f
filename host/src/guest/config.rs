//! The one place that sets options of wasmtime.

use wasmtime::{Config, WasmBacktraceDetails};

/// The configuration of every engine.
pub(super) fn config() -> Config {
    let mut config = Config::new();
    // Guests are interrupted by time, and compute the same on every machine.
    config
        .epoch_interruption(true)
        .cranelift_nan_canonicalization(true)
        .relaxed_simd_deterministic(true);
    // Our WIT has plain functions only.
    config.concurrency_support(false);
    config.wasm_backtrace_details(WasmBacktraceDetails::Enable);
    config
}
