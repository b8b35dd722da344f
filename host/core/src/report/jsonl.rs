//! Every event as one line of JSON: `--format jsonl`, and `events.jsonl` in the run folder.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::problems::Problems;
use crate::event::{Consumer, Event, EventKind};

/// Largest file of events in a run folder, so that a guest does not fill the disk by calling.
const FILE_LIMIT: usize = 256 << 20;

/// Writes JSON lines. Each line is flushed, so that a reader sees it at once and a crash loses none.
pub struct JsonLines {
    /// None after an error.
    out: Option<Box<dyn Write + Send>>,
    place: String,
    /// Bytes that may still be written.
    left: usize,
    problems: Problems,
}

impl JsonLines {
    /// Writes to `out`; `place` names it in problems.
    pub fn new(out: Box<dyn Write + Send>, place: impl Into<String>, problems: Problems) -> Self {
        Self {
            out: Some(out),
            place: place.into(),
            left: usize::MAX,
            problems,
        }
    }

    /// Appends to a file that only its owner can read, up to a limit; the last event of a run is always written.
    pub fn append_to(path: &Path, problems: Problems) -> io::Result<Self> {
        let file = OpenOptions::new()
            .append(true)
            .create(true)
            .mode(0o600)
            .open(path)?;
        let lines = Self::new(Box::new(file), path.display().to_string(), problems);
        Ok(Self {
            left: FILE_LIMIT,
            ..lines
        })
    }
}

impl Consumer for JsonLines {
    fn consume(&mut self, event: &Event) {
        let Some(out) = &mut self.out else { return };
        let is_last = matches!(event.kind, EventKind::RunFinished { .. });
        if self.left == 0 && !is_last {
            return;
        }
        let written = serde_json::to_vec(event)
            .map_err(io::Error::from)
            .and_then(|mut line| {
                line.push(b'\n');
                if let Some(left) = self.left.checked_sub(line.len()) {
                    self.left = left;
                } else if !is_last {
                    self.left = 0;
                    self.problems.add(format!(
                        "{} is as large as it may be, {FILE_LIMIT} bytes: the events from number {} on are left out but for the last",
                        self.place, event.seq
                    ));
                    return Ok(());
                }
                out.write_all(&line)?;
                out.flush()
            });
        if let Err(error) = written {
            self.out = None;
            let place = &self.place;
            self.problems.add(format!(
                "cannot write events to {place}, they end at number {}: {error}",
                event.seq
            ));
        }
    }
}
