//! The log of one service: written to a file from the container's creation on, secrets masked; its lines told to whoever
//! waits for one, its last lines kept for guests and reports.

use std::collections::VecDeque;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use mzhost_testdrive::mask::Masker;
use regex::Regex;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

/// Lines that are kept in memory.
const KEPT_LINES: usize = 1000;
/// Bytes that are kept in memory.
const KEPT_BYTES: usize = 1 << 20;
/// Largest file, so that a chatty service does not fill the disk.
const FILE_LIMIT: u64 = 256 << 20;

/// A service's log.
pub(crate) struct ServiceLog {
    path: Option<PathBuf>,
    masker: Masker,
    state: Mutex<State>,
    lines: broadcast::Sender<Line>,
}

/// A line and when it was written, as the engine's log has it.
#[derive(Debug, Clone)]
struct Line {
    time: String,
    text: String,
}

#[derive(Default)]
struct State {
    file: Option<File>,
    written: u64,
    kept: VecDeque<Line>,
    kept_bytes: usize,
    /// Whether there were more lines than are kept.
    dropped: bool,
}

impl ServiceLog {
    /// A log that is appended to a file. A file that cannot be opened is left out: the run goes on.
    pub(crate) fn new(path: &Path, masker: Masker) -> Self {
        let file = File::options().create(true).append(true).open(path).ok();
        // Containers of one service share the file, and its limit.
        let written = file
            .as_ref()
            .and_then(|file| file.metadata().ok())
            .map_or(0, |metadata| metadata.len());
        Self {
            path: file.as_ref().map(|_| path.to_owned()),
            masker,
            state: Mutex::new(State {
                file,
                written,
                ..State::default()
            }),
            lines: broadcast::Sender::new(KEPT_LINES),
        }
    }

    /// A log without a file.
    pub(crate) fn discarding() -> Self {
        Self {
            path: None,
            masker: Masker::default(),
            state: Mutex::new(State::default()),
            lines: broadcast::Sender::new(16),
        }
    }

    /// What is masked in the file.
    pub(crate) fn masker(&self) -> &Masker {
        &self.masker
    }

    /// The file.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Adds a line that was written at a moment of the engine's clock, as its log has it.
    pub(crate) fn push(&self, time: String, text: String) {
        let mut state = self.lock();
        if state.written < FILE_LIMIT {
            let ok = state
                .file
                .as_mut()
                .is_none_or(|file| writeln!(file, "{}", self.masker.mask(&text)).is_ok());
            state.written += text.len() as u64 + 1;
            if !ok {
                state.file = None;
            }
        }
        let line = Line { time, text };
        state.kept_bytes += line.text.len();
        state.kept.push_back(line.clone());
        while state.kept.len() > KEPT_LINES || state.kept_bytes > KEPT_BYTES {
            let dropped = state.kept.pop_front().map_or(0, |line| line.text.len());
            state.kept_bytes -= dropped;
            state.dropped = true;
        }
        // Nobody may be waiting.
        drop(self.lines.send(line));
    }

    /// Whether so many last lines are more than are kept, and were there.
    pub(crate) fn lacks(&self, lines: usize) -> bool {
        let state = self.lock();
        state.dropped && lines > state.kept.len()
    }

    /// The last lines.
    pub(crate) fn tail(&self, lines: usize) -> Vec<String> {
        let state = self.lock();
        let skip = state.kept.len().saturating_sub(lines);
        state
            .kept
            .iter()
            .skip(skip)
            .map(|line| line.text.clone())
            .collect()
    }

    /// Waits for a line that fits, among those that are kept and those to come, that was written after a
    /// moment: after the last end, for one of this start.
    pub(crate) async fn wait_for(&self, pattern: &Regex, after: &str) -> Option<String> {
        // One without a time counts as new.
        let is_later = |time: &str| time.is_empty() || after.is_empty() || time > after;
        let fits = |line: &Line| is_later(&line.time) && pattern.is_match(&line.text);
        let (mut found, mut lines) = self.subscribe(&fits);
        loop {
            if found.is_some() {
                return found;
            }
            match lines.recv().await {
                Ok(line) => found = fits(&line).then_some(line.text),
                Err(RecvError::Closed) => return None,
                // Too many lines at once: those that were missed are among the kept ones.
                Err(RecvError::Lagged(_)) => (found, lines) = self.subscribe(&fits),
            }
        }
    }

    /// The first kept line that fits, and a receiver of those to come, without a gap between them.
    fn subscribe(
        &self,
        fits: &impl Fn(&Line) -> bool,
    ) -> (Option<String>, broadcast::Receiver<Line>) {
        let state = self.lock();
        let found = state.kept.iter().find(|line| fits(line));
        (found.map(|line| line.text.clone()), self.lines.subscribe())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(second: u32) -> String {
        format!("2026-03-01T12:00:0{second}.000000000Z")
    }

    #[test]
    fn lines_go_to_the_file_and_the_last_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("db.log");
        let log = ServiceLog::new(&path, Masker::default());
        for number in 0..1500 {
            log.push(moment(1), format!("line {number}"));
        }
        assert_eq!(log.tail(2), ["line 1498", "line 1499"]);
        assert_eq!(log.tail(usize::MAX).len(), KEPT_LINES);
        assert_eq!(std::fs::read_to_string(path).unwrap().lines().count(), 1500);
    }

    #[test]
    fn a_secret_is_masked_in_the_file_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("db.log");
        let masker = Masker::default();
        masker.mark("hunter2").unwrap();
        let log = ServiceLog::new(&path, masker);
        log.push(moment(1), "it is hunter2".to_owned());
        assert_eq!(log.tail(1), ["it is hunter2"]);
        assert_eq!(std::fs::read_to_string(path).unwrap(), "it is ***\n");
    }

    #[tokio::test]
    async fn a_line_of_an_earlier_start_does_not_count() {
        let log = ServiceLog::discarding();
        let ready = Regex::new("^ready").unwrap();
        log.push(moment(1), "ready first".to_owned());
        assert_eq!(
            log.wait_for(&ready, "").await.as_deref(),
            Some("ready first")
        );
        let after = moment(1);
        let second = log.wait_for(&ready, &after);
        let push = async { log.push(moment(2), "ready second".to_owned()) };
        let (found, ()) = tokio::join!(second, push);
        assert_eq!(found.as_deref(), Some("ready second"));
    }
}
