//! How much of everything a composition gets.

use std::time::Duration;

/// Limits with their defaults.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of text that one call returns; more is in the run folder.
    pub text: usize,
    /// Bytes of a file that one call returns.
    pub data: usize,
    /// Rows that one query returns.
    pub rows: usize,
    /// Bytes of all cells that one query returns.
    pub row_bytes: usize,
    /// SQL connections that a workflow has open at once.
    pub connections: usize,
    /// Jobs of a workflow that run at once.
    pub jobs: usize,
    /// SQL connections that all workflows of a run have open at once.
    pub all_connections: usize,
    /// Jobs of all workflows of a run that run at once.
    pub all_jobs: usize,
    /// Calls of all workflows of a run.
    pub calls: usize,
    /// Workflows that are nested in each other.
    pub depth: u32,
    /// Bytes of one argument of a call.
    pub input: usize,
    /// Bytes of all messages through `log` in a run.
    pub messages: usize,
    /// Bytes of all test files of one call.
    pub test_files: usize,
    /// Bytes that one test file writes.
    pub test_written: u64,
    /// Replacements of services that are in force at once.
    pub overrides: usize,
    /// Bytes of all outputs in the run folder that are longer than an answer may be.
    pub outputs: u64,
    /// Test cases of a workflow.
    pub test_cases: usize,
    /// Bytes of a build context or of the files copied into one container.
    pub archive: u64,
    /// Processes of one container, unless its service says otherwise.
    pub pids: u32,
    /// Bytes of log that the engine keeps of one container.
    pub engine_log: u64,
    /// How long a service without limits of its own may take to become ready.
    pub ready: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            text: 1 << 20,
            data: 16 << 20,
            rows: 100_000,
            row_bytes: 16 << 20,
            connections: 64,
            jobs: 64,
            all_connections: 256,
            all_jobs: 256,
            calls: 500_000,
            depth: 16,
            input: 16 << 20,
            messages: 64 << 20,
            test_files: 64 << 20,
            test_written: 64 << 20,
            overrides: 64,
            outputs: 2 << 30,
            test_cases: 10_000,
            archive: 512 << 20,
            pids: 4096,
            engine_log: 64 << 20,
            ready: Duration::from_mins(2),
        }
    }
}
