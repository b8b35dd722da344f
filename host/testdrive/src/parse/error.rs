//! What is wrong with a file's text.

use std::fmt;

use crate::position::{Location, Source};

/// A parse error with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    /// The file.
    pub file: String,
    /// Where.
    pub location: Location,
    /// What is wrong and how to put it right, without final period.
    pub message: String,
    /// The line with a caret.
    pub snippet: String,
}

impl ParseError {
    /// An error at a byte of a file.
    pub fn new(source: &Source, offset: usize, message: impl Into<String>) -> Self {
        Self {
            file: source.name().to_owned(),
            location: source.location(offset),
            message: message.into(),
            snippet: source.snippet(offset),
        }
    }
}

impl std::error::Error for ParseError {}

/// `FILE:LINE:COLUMN: MESSAGE`, the line, a caret.
impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Location { line, column } = self.location;
        write!(f, "{}:{line}:{column}: {}", self.file, self.message)?;
        write!(f, "\n{}", self.snippet)
    }
}
