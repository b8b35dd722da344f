//! The log of one service: written to a file from the container's creation on, its lines told to whoever
//! waits for one, its last lines kept for reports.

use std::collections::VecDeque;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tokio::sync::{broadcast, watch};

/// Lines that are kept in memory.
const KEPT_LINES: usize = 1000;
/// Bytes that are kept in memory.
const KEPT_BYTES: usize = 1 << 20;
/// Largest file, so that a chatty service does not fill the disk.
const FILE_LIMIT: u64 = 256 << 20;

/// A service's log.
pub(crate) struct ServiceLog {
    path: Option<PathBuf>,
    state: Mutex<State>,
    lines: broadcast::Sender<String>,
    /// The start of the container whose lines come now.
    start: watch::Sender<u32>,
}

#[derive(Default)]
struct State {
    file: Option<File>,
    written: u64,
    kept: VecDeque<String>,
    kept_bytes: usize,
    /// How many of the kept lines are from before the last start.
    earlier: usize,
}

impl ServiceLog {
    /// A log that is appended to a file. A file that cannot be opened is left out: the run goes on.
    pub(crate) fn new(path: &Path) -> Self {
        let file = File::options().create(true).append(true).open(path).ok();
        Self {
            path: file.as_ref().map(|_| path.to_owned()),
            state: Mutex::new(State {
                file,
                ..State::default()
            }),
            lines: broadcast::Sender::new(KEPT_LINES),
            start: watch::Sender::new(0),
        }
    }

    /// A log without a file.
    pub(crate) fn discarding() -> Self {
        Self {
            path: None,
            state: Mutex::new(State::default()),
            lines: broadcast::Sender::new(16),
            start: watch::Sender::new(0),
        }
    }

    /// The file.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Tells that the lines of a further start of the container come now.
    pub(crate) fn begin(&self, start: u32) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.earlier = state.kept.len();
        self.start.send_replace(start);
    }

    /// Adds a line.
    pub(crate) fn push(&self, line: String) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.written < FILE_LIMIT {
            let ok = state
                .file
                .as_mut()
                .is_none_or(|file| writeln!(file, "{line}").is_ok());
            state.written += line.len() as u64 + 1;
            if !ok {
                state.file = None;
            }
        }
        state.kept_bytes += line.len();
        state.kept.push_back(line.clone());
        while state.kept.len() > KEPT_LINES || state.kept_bytes > KEPT_BYTES {
            let dropped = state.kept.pop_front().map_or(0, |line| line.len());
            state.kept_bytes -= dropped;
            state.earlier = state.earlier.saturating_sub(1);
        }
        // Nobody may be waiting.
        drop(self.lines.send(line));
    }

    /// The last lines.
    pub(crate) fn tail(&self, lines: usize) -> Vec<String> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let skip = state.kept.len().saturating_sub(lines);
        state.kept.iter().skip(skip).cloned().collect()
    }

    /// The lines that are kept, and a receiver of those to come, without a gap between them.
    pub(crate) fn subscribe(&self) -> (Vec<String>, broadcast::Receiver<String>) {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        (state.kept.iter().cloned().collect(), self.lines.subscribe())
    }

    /// The same with the lines since a start of the container only.
    pub(crate) async fn subscribe_since(
        &self,
        start: u32,
    ) -> (Vec<String>, broadcast::Receiver<String>) {
        let mut started = self.start.subscribe();
        // The sender is part of this log, so that it cannot go away.
        drop(started.wait_for(|now| *now >= start).await);
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let lines = state.kept.iter().skip(state.earlier).cloned().collect();
        (lines, self.lines.subscribe())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_go_to_the_file_and_the_last_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("db.log");
        let log = ServiceLog::new(&path);
        for number in 0..1500 {
            log.push(format!("line {number}"));
        }
        assert_eq!(log.tail(2), ["line 1498", "line 1499"]);
        assert_eq!(log.subscribe().0.len(), 1000);
        assert_eq!(std::fs::read_to_string(path).unwrap().lines().count(), 1500);
    }
}
