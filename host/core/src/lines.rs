//! Bytes to lines, and output that is kept up to a limit.

use std::collections::VecDeque;

use crate::operation::Text;

/// The longest line that is handed on; a longer one is split.
pub(crate) const LINE_LIMIT: usize = 64 * 1024;

/// Cuts a stream of bytes into lines.
#[derive(Debug, Default)]
pub struct LineSplitter {
    rest: Vec<u8>,
}

impl LineSplitter {
    /// Takes bytes and gives the lines that they complete, without their ends.
    pub fn push(&mut self, bytes: &[u8], mut line: impl FnMut(String)) {
        for &byte in bytes {
            if byte == b'\n' || self.rest.len() >= LINE_LIMIT {
                let done = std::mem::take(&mut self.rest);
                line(text_of(&done));
                if byte == b'\n' {
                    continue;
                }
            }
            self.rest.push(byte);
        }
    }

    /// The last line, if it had no end.
    pub fn finish(self) -> Option<String> {
        (!self.rest.is_empty()).then(|| text_of(&self.rest))
    }
}

/// The text of a line without its end.
pub(crate) fn text_of(bytes: &[u8]) -> String {
    let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
    String::from_utf8_lossy(bytes).into_owned()
}

/// Keeps the beginning of an output.
#[derive(Debug)]
pub struct Head {
    bytes: Vec<u8>,
    limit: usize,
    truncated: bool,
}

impl Head {
    /// Keeps at most `limit` bytes.
    pub fn new(limit: usize) -> Self {
        Self {
            bytes: Vec::new(),
            limit,
            truncated: false,
        }
    }

    /// Takes bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        let room = self.limit - self.bytes.len();
        self.truncated |= bytes.len() > room;
        self.bytes.extend(bytes.iter().take(room));
    }

    /// What was kept, as text.
    pub fn into_text(self) -> Text {
        Text {
            content: String::from_utf8_lossy(&self.bytes).into_owned(),
            truncated: self.truncated,
        }
    }
}

/// Keeps the last bytes of an output.
#[derive(Debug, Clone)]
pub struct Tail {
    bytes: VecDeque<u8>,
    limit: usize,
}

impl Tail {
    /// Keeps at most `limit` bytes.
    pub fn new(limit: usize) -> Self {
        Self {
            bytes: VecDeque::new(),
            limit,
        }
    }

    /// Takes bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend(bytes);
        let excess = self.bytes.len().saturating_sub(self.limit);
        self.bytes.drain(..excess);
    }

    /// What was kept, as text.
    pub fn text(&self) -> String {
        let bytes: Vec<u8> = self.bytes.iter().copied().collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_whole_however_the_bytes_come() {
        let mut splitter = LineSplitter::default();
        let mut lines = Vec::new();
        for piece in ["a", "b\r\nc", "\n\n", "d"] {
            splitter.push(piece.as_bytes(), |line| lines.push(line));
        }
        assert_eq!(lines, ["ab", "c", ""]);
        assert_eq!(splitter.finish().as_deref(), Some("d"));
    }

    #[test]
    fn head_and_tail_keep_their_ends() {
        let mut head = Head::new(3);
        head.push(b"ab");
        head.push(b"cd");
        assert_eq!(
            head.into_text(),
            Text {
                content: "abc".into(),
                truncated: true
            }
        );
        let mut tail = Tail::new(3);
        tail.push(b"abcd");
        tail.push(b"e");
        assert_eq!(tail.text(), "cde");
    }
}
