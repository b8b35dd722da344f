//! The end of a workflow's output, for reports that are kept in memory until the run ends.

use std::collections::VecDeque;

/// Bytes that are kept of each stream.
const LIMIT: usize = 128 * 1024;

/// The last lines of a stream.
#[derive(Default)]
pub(super) struct LastLines {
    lines: VecDeque<String>,
    bytes: usize,
    dropped: usize,
}

impl LastLines {
    pub(super) fn push(&mut self, line: String) {
        self.bytes += line.len() + 1;
        self.lines.push_back(line);
        while self.bytes > LIMIT {
            let Some(line) = self.lines.pop_front() else {
                break;
            };
            self.bytes -= line.len() + 1;
            self.dropped += 1;
        }
    }

    /// The lines, with a note when some are missing.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        if self.dropped > 0 {
            text = format!("… {} earlier lines are in the run folder\n", self.dropped);
        }
        for line in &self.lines {
            text.push_str(line);
            text.push('\n');
        }
        text
    }
}
