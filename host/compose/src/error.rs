//! Everything that is wrong with a document, each with its place.

use std::fmt::{self, Display, Formatter};

/// What sort of mistake an [`Error`] is; callers map it to an error code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A value that Compose or mzhost does not take.
    Invalid,
    /// The document is larger, deeper or expands to more than allowed.
    Limit,
    /// Services depend on each other in a circle.
    Cycle,
    /// A name that the engine's grammar does not allow.
    Name,
}

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", located(path, message, *line))]
pub struct Error {
    /// What sort of mistake it is.
    pub kind: Kind,
    /// The path of keys, such as `services.db.ports[1].target`; empty for the whole document.
    pub path: String,
    /// What was found, what is wanted, and the fix.
    pub message: String,
    /// Line in the document's text, from 1, when it is known.
    pub line: Option<usize>,
}

/// Something that is probably not meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The path of keys.
    pub path: String,
    /// What is odd, and the fix.
    pub message: String,
}

impl Display for Warning {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&located(&self.path, &self.message, None))
    }
}

/// All mistakes of a document in the order of the document; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Errors(pub Vec<Error>);

impl Errors {
    /// The most telling kind: a bad name, then a cycle, then a limit, then the rest.
    pub fn kind(&self) -> Kind {
        self.0
            .iter()
            .map(|error| error.kind)
            .max()
            .unwrap_or(Kind::Invalid)
    }
}

impl Display for Errors {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Errors {}

fn located(path: &str, message: &str, line: Option<usize>) -> String {
    let colon = if path.is_empty() { "" } else { ": " };
    let line = line.map_or_else(String::new, |line| format!(" (line {line})"));
    format!("{path}{colon}{message}{line}")
}
