//! Comfort for bounded results: text and bytes that may have been cut.

use std::fmt;

use crate::bindings::mzhost::composition::types::{Data, Execution, Text};
use crate::error::Error;

impl Text {
    /// The text, without its last line end.
    pub fn trim(&self) -> &str {
        self.content.trim_end_matches(['\n', '\r'])
    }

    /// The lines.
    pub fn lines(&self) -> std::str::Lines<'_> {
        self.content.lines()
    }

    /// The whole text, or an error when some of it was cut.
    pub fn complete(self) -> Result<String, Error> {
        if self.truncated {
            return Err(truncated("text"));
        }
        Ok(self.content)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.content)
    }
}

impl Data {
    /// All bytes, or an error when some were cut.
    pub fn complete(self) -> Result<Vec<u8>, Error> {
        if self.truncated {
            return Err(truncated("data"));
        }
        Ok(self.content)
    }

    /// All bytes as UTF-8 text, or an error when some were cut or they are none.
    pub fn into_text(self) -> Result<String, Error> {
        Ok(String::from_utf8(self.complete()?)?)
    }
}

impl Execution {
    /// Standard output without its last line end.
    pub fn stdout(&self) -> &str {
        self.output.trim()
    }

    /// Standard error without its last line end.
    pub fn stderr(&self) -> &str {
        self.errors.trim()
    }
}

fn truncated(what: &str) -> Error {
    Error::msg(format!(
        "the {what} is longer than the host returns; the whole is in the run folder"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_results_are_not_taken_for_complete() {
        let data = |truncated| Data {
            content: b"abc".to_vec(),
            truncated,
        };
        assert_eq!(data(false).into_text().unwrap(), "abc");
        assert!(data(true).into_text().is_err());
    }
}
