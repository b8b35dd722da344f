//! Why a command failed, and why a file did.

use std::time::Duration;

use crate::access::{AccessError, AccessErrorKind};
use crate::position::Location;

/// Whose fault it is; decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Blame {
    /// The system under test did not do what the file expects.
    Test,
    /// The file asks for something wrong: an unknown variable, a bad value.
    File,
    /// A server could not be reached at all, or something of the machine failed.
    Environment,
    /// The file asks for something that was not granted.
    Denied,
}

/// Why a command failed.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    /// Whose fault it is.
    pub blame: Blame,
    /// What is wrong, without final period.
    pub message: String,
    /// What was expected and what came, in lines, ready to print.
    pub difference: Option<String>,
    /// The last error of the server.
    pub server: Option<String>,
    /// Byte of the file, where it is another than the command's.
    pub at: Option<usize>,
    /// Whether trying again cannot help.
    pub is_final: bool,
    /// Whether no answer came within the time limit.
    pub unanswered: bool,
    /// Tries that were made.
    pub tries: u32,
}

impl Error {
    /// The system under test did not do what is expected.
    pub fn test(message: impl Into<String>) -> Self {
        Self::new(Blame::Test, message)
    }

    /// The file is wrong; trying again does not help.
    pub fn file(message: impl Into<String>) -> Self {
        Self::new(Blame::File, message).fatal()
    }

    /// A server does not answer, or the machine failed.
    pub fn environment(message: impl Into<String>) -> Self {
        Self::new(Blame::Environment, message)
    }

    /// Something that was not granted; trying again does not help.
    pub fn denied(message: impl Into<String>) -> Self {
        Self::new(Blame::Denied, message).fatal()
    }

    fn new(blame: Blame, message: impl Into<String>) -> Self {
        Self {
            blame,
            message: message.into(),
            difference: None,
            server: None,
            at: None,
            is_final: false,
            unanswered: false,
            tries: 1,
        }
    }

    /// Trying again does not help.
    #[must_use]
    pub fn fatal(mut self) -> Self {
        self.is_final = true;
        self
    }

    /// Adds what was expected and what came.
    #[must_use]
    pub fn difference(mut self, lines: impl Into<String>) -> Self {
        self.difference = Some(lines.into());
        self
    }

    /// Adds the server's error.
    #[must_use]
    pub fn server(mut self, text: impl Into<String>) -> Self {
        self.server = Some(text.into());
        self
    }

    /// Points at a byte of the file.
    #[must_use]
    pub fn at(mut self, offset: usize) -> Self {
        self.at = Some(offset);
        self
    }
}

impl From<AccessError> for Error {
    fn from(error: AccessError) -> Self {
        match error.kind {
            AccessErrorKind::Denied => Self::denied(error.message),
            AccessErrorKind::Unknown => Self::file(error.message),
            AccessErrorKind::Unreachable => Self::environment(error.message),
        }
    }
}

/// Why a file failed: the first command that did, with all that helps to put it right.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Whose fault it is.
    pub blame: Blame,
    /// The file.
    pub file: String,
    /// Where.
    pub location: Location,
    /// The command's first line, variables replaced.
    pub statement: String,
    /// What is wrong.
    pub message: String,
    /// The line with a caret.
    pub snippet: String,
    /// What was expected and what came.
    pub difference: Option<String>,
    /// The last error of the server.
    pub server: Option<String>,
    /// Tries that were made.
    pub tries: u32,
    /// Time that they took.
    pub elapsed: Duration,
    /// `testdrive.seed` of the file, to repeat it.
    pub seed: String,
}
