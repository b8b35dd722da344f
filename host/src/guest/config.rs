//! The one place that sets options of wasmtime.

use std::path::Path;

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use wasmtime::{Cache, CacheConfig, Config, WasmBacktraceDetails};

/// The configuration of every engine; compiled code is kept in the folder `cache`.
pub(super) fn config(cache: Option<&Path>) -> Result<Config, Fault> {
    let mut config = Config::new();
    // Guests are interrupted by time, and compute the same on every machine.
    config
        .epoch_interruption(true)
        .cranelift_nan_canonicalization(true)
        .relaxed_simd_deterministic(true);
    // Our WIT has plain functions only.
    config.concurrency_support(false);
    config.wasm_backtrace_details(WasmBacktraceDetails::Enable);
    if let Some(folder) = cache {
        config.cache(Some(open_cache(folder)?));
    }
    Ok(config)
}

fn open_cache(folder: &Path) -> Result<Cache, Fault> {
    let failed = |cause: String| {
        Fault::new(
            Code::Io,
            format!(
                "cannot use {} as cache of compiled guests",
                folder.display()
            ),
        )
        .detail("cause", cause)
    };
    let folder = std::path::absolute(folder).map_err(|error| failed(error.to_string()))?;
    let mut config = CacheConfig::new();
    // A folder of its own: wasmtime's clean-up removes whatever it does not know in there.
    config.with_directory(folder.join("compiled"));
    Cache::new(config).map_err(|error| failed(format!("{error:#}")))
}
