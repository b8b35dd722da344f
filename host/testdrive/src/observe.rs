//! What happens while files run, as data.

use std::time::Duration;

use crate::failure::Failure;

/// Receives what happens. Files that run at the same time are told apart by their names.
pub trait Observe: Send + Sync {
    /// Takes one notice.
    fn observe(&self, notice: Notice);
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Notice {
    /// A file begins.
    FileStarted {
        /// The file.
        file: String,
    },
    /// A command ended.
    Command {
        /// The file.
        file: String,
        /// Line of its sigil, from 1.
        line: usize,
        /// Its first line, variables replaced and secrets masked.
        title: String,
        /// Tries that were made.
        tries: u32,
        /// Time that it took.
        elapsed: Duration,
        /// Whether it passed.
        passed: bool,
    },
    /// Something the user should know; each text is told once per file.
    Warning {
        /// The file.
        file: String,
        /// Line of the command.
        line: usize,
        /// Message.
        message: String,
    },
    /// What `http-request` got for an answer.
    Output {
        /// The file.
        file: String,
        /// Line of the command.
        line: usize,
        /// Text.
        text: String,
    },
    /// A file ended.
    FileFinished {
        /// The file.
        file: String,
        /// Why it failed.
        failure: Option<Box<Failure>>,
        /// Commands that ran.
        commands: u32,
        /// Results that were rewritten in the file.
        rewritten: u32,
        /// Time that it took.
        elapsed: Duration,
    },
}
