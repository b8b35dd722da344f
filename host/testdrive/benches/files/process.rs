//! Time and memory of a process.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often the memory is looked at.
const LOOK: Duration = Duration::from_millis(2);

/// What a process used.
pub(crate) struct Used {
    pub(crate) time: Duration,
    /// Largest resident memory, in KiB, as the kernel counts it.
    pub(crate) memory: u64,
}

/// Runs a process to its end; none when there is no such program.
pub(crate) fn run(command: &mut Command) -> Option<Used> {
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().ok()?;
    let status = format!("/proc/{}/status", child.id());
    let mut memory = 0;
    let time = loop {
        memory = peak(&status).max(memory);
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success(), "{command:?}: {status}");
            break begun.elapsed();
        }
        std::thread::sleep(LOOK);
    };
    Some(Used { time, memory })
}

fn peak(status: &str) -> u64 {
    let text = std::fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number
        .and_then(|number| number.parse().ok())
        .unwrap_or_default()
}
