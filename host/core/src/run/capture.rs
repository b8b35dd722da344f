//! Output of a command: its beginning for the caller, all of it but secrets in the run folder when it is long.

use std::fs::File;
use std::io::Write;

use mzhost_testdrive::mask::{MaskStream, Masker};

use crate::lines::Head;
use crate::operation::Text;
use crate::outputs::Outputs;

/// Largest file of one output.
const FILE_LIMIT: u64 = 256 << 20;

/// Keeps an output up to a limit; past it, a file gets everything.
pub(crate) struct Capture {
    head: Head,
    seen: Vec<u8>,
    limit: usize,
    outputs: Outputs,
    name: String,
    file: Option<File>,
    mask: MaskStream,
    written: u64,
}

impl Capture {
    /// Keeps `limit` bytes; a longer output is in the file `name`, masked.
    pub(crate) fn new(limit: usize, outputs: &Outputs, name: String, masker: &Masker) -> Self {
        Self {
            head: Head::new(limit),
            seen: Vec::new(),
            limit,
            outputs: outputs.clone(),
            name,
            file: None,
            mask: masker.stream(),
            written: 0,
        }
    }

    /// Takes bytes. That the file cannot be written does not fail the command.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.head.push(bytes);
        if self.file.is_none() {
            self.seen.extend_from_slice(bytes);
            if self.seen.len() <= self.limit {
                return;
            }
            self.file = File::create(self.outputs.file(&self.name)).ok();
            let seen = std::mem::take(&mut self.seen);
            self.write(&seen);
        } else {
            self.write(bytes);
        }
    }

    fn write(&mut self, bytes: &[u8]) {
        let shown = self.mask.push(bytes);
        self.write_shown(&shown);
    }

    fn write_shown(&mut self, bytes: &[u8]) {
        if self.written < FILE_LIMIT
            && self.outputs.take(bytes.len())
            && let Some(file) = &mut self.file
        {
            drop(file.write_all(bytes));
            self.written += bytes.len() as u64;
        }
    }

    /// What was kept.
    pub(crate) fn into_text(mut self) -> Text {
        let rest = self.mask.finish();
        self.write_shown(&rest);
        self.head.into_text()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_masked_in_the_file_only() {
        let folder = tempfile::tempdir().unwrap();
        let outputs = Outputs::new(folder.path().join("outputs"), 1000);
        let masker = Masker::default();
        masker.mark("hunter2").unwrap();
        let mut capture = Capture::new(9, &outputs, "1.stdout".to_owned(), &masker);
        for piece in ["a hunt", "er2 and hun", "ter2 h"] {
            capture.push(piece.as_bytes());
        }
        assert_eq!(capture.into_text().content, "a hunter2");
        assert_eq!(
            std::fs::read_to_string(outputs.file("1.stdout")).unwrap(),
            "a *** and *** h"
        );
    }

    #[test]
    fn a_long_output_is_whole_in_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let outputs = Outputs::new(folder.path().join("outputs"), 9);
        let mut capture = Capture::new(4, &outputs, "1.stdout".to_owned(), &Masker::default());
        for piece in ["abc", "def", "ghi", "more than there is room for"] {
            capture.push(piece.as_bytes());
        }
        let text = capture.into_text();
        assert_eq!((text.content.as_str(), text.truncated), ("abcd", true));
        assert_eq!(
            std::fs::read_to_string(outputs.file("1.stdout")).unwrap(),
            "abcdefghi"
        );
    }
}
