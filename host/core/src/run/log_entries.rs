//! The entries of the engine's log, put together into lines.
//!
//! An entry is a time, a space, and a line or a part of one: the engine cuts long lines into parts, and the last
//! line of a life may lack its end.

use mzhost_testdrive::mask::Masker;

use crate::lines::{LINE_LIMIT, text_of};

/// Size of the parts into which the engine cuts a long line. A smaller entry ends its line in any case.
const PART: usize = 16 * 1024;

/// The entries of one stream.
#[derive(Default)]
pub(super) struct LogEntries {
    /// Time of the line's first entry.
    time: String,
    line: Vec<u8>,
    /// No line is cut within a secret.
    masker: Masker,
}

impl LogEntries {
    /// Entries of a container whose lines may have these secrets.
    pub(super) fn new(masker: Masker) -> Self {
        Self {
            masker,
            ..Self::default()
        }
    }

    /// Takes an entry; gives the time and the text of the line that it completes.
    pub(super) fn push(&mut self, entry: &[u8]) -> Option<(String, String)> {
        let (time, text) = split(entry);
        if self.line.is_empty() {
            time.clone_into(&mut self.time);
        }
        let (text, ended) = match text.strip_suffix(b"\n") {
            Some(text) => (text, true),
            None => (text, text.len() < PART),
        };
        self.line.extend_from_slice(text);
        if ended {
            return Some(self.take(self.line.len()));
        }
        (self.line.len() >= LINE_LIMIT)
            .then(|| self.take(self.masker.cut(&self.line, self.line.len())))
    }

    /// The line that lacks its end, if there is one.
    pub(super) fn finish(mut self) -> Option<(String, String)> {
        (!self.line.is_empty()).then(|| self.take(self.line.len()))
    }

    /// The line up to `end`. What is left of it has the same time.
    fn take(&mut self, end: usize) -> (String, String) {
        let rest = self.line.split_off(end);
        let line = std::mem::replace(&mut self.line, rest);
        (self.time.clone(), text_of(&line))
    }
}

/// The time and the text of an entry.
fn split(entry: &[u8]) -> (&str, &[u8]) {
    let mut parts = entry.splitn(2, |byte| *byte == b' ');
    let time = parts.next().and_then(|time| std::str::from_utf8(time).ok());
    match (time, parts.next()) {
        (Some(time), Some(text)) if time.as_bytes().get(10) == Some(&b'T') => (time, text),
        _ => ("", entry),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(second: u32, text: &str) -> Vec<u8> {
        format!("2024-01-01T00:00:0{second}.123Z {text}").into_bytes()
    }

    #[test]
    fn parts_of_a_long_line_are_one_line() {
        let mut entries = LogEntries::default();
        let part = "a".repeat(PART);
        assert_eq!(entries.push(&entry(1, &part)), None);
        assert_eq!(entries.push(&entry(2, &part)), None);
        let (time, line) = entries.push(&entry(3, "b\n")).unwrap();
        assert_eq!(time, "2024-01-01T00:00:01.123Z");
        assert_eq!(line, format!("{part}{part}b"));
        let (_, line) = entries.push(&entry(4, "c d\n")).unwrap();
        assert_eq!(line, "c d");
    }

    #[test]
    fn a_secret_is_not_cut_in_two() {
        let masker = Masker::default();
        masker.mark("hunter2").unwrap();
        let mut entries = LogEntries::new(masker);
        let part = "a".repeat(PART);
        for second in 1..=3 {
            assert_eq!(entries.push(&entry(second, &part)), None);
        }
        let (_, line) = entries
            .push(&entry(4, &format!("{}hunt", &part[4..])))
            .unwrap();
        assert_eq!(line.len(), LINE_LIMIT - 4);
        let (time, line) = entries.push(&entry(5, "er2\n")).unwrap();
        assert_eq!(
            (time.as_str(), line.as_str()),
            ("2024-01-01T00:00:01.123Z", "hunter2")
        );
    }

    #[test]
    fn the_last_line_of_a_life_may_lack_its_end() {
        let mut entries = LogEntries::default();
        assert_eq!(entries.push(&entry(1, "end")).unwrap().1, "end");
        assert_eq!(entries.push(&entry(2, "\n")).unwrap().1, "");
        assert_eq!(entries.push(&entry(3, &"a".repeat(PART))), None);
        assert_eq!(entries.finish().unwrap().1.len(), PART);
    }
}
