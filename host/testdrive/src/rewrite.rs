//! `--rewrite-results`: puts what came in place of what was expected, and touches nothing else of the file.

use crate::position::{Source, Span};
use crate::script::{Call, Explain, Fails, Query};

/// A piece of a file's text and what comes in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The piece.
    pub span: Span,
    /// The new text.
    pub text: String,
}

/// The text with all edits made. They do not overlap.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let _ = edits;
    text.to_owned()
}

/// The rows that came, where other rows or a hash were expected. `expected` are the file's rows with variables
/// replaced, in the file's order. Lines of rows that came as expected stay as they are written, with their comments,
/// quoting and variables; column names are renewed only where the file gives them.
pub fn rows(
    source: &Source,
    query: &Query,
    expected: &[Vec<String>],
    columns: &[String],
    actual: &[Vec<String>],
) -> Edit {
    let _ = (source, expected, columns, actual);
    Edit {
        span: query.expected_span,
        text: String::new(),
    }
}

/// The number of rows and the hash that came, in place of a hash.
pub fn hash(query: &Query, rows: usize, md5: &str) -> Edit {
    Edit {
        span: query.expected_span,
        text: format!("{rows} values hashing to {md5}"),
    }
}

/// The server's message, in place of another one; none where only the author can say what is meant (`regex:`,
/// `timeout`).
pub fn error(source: &Source, fails: &Fails, message: &str) -> Option<Edit> {
    let _ = (source, fails, message);
    None
}

/// The text that came.
pub fn explain(source: &Source, explain: &Explain, text: &str) -> Edit {
    let _ = (source, text);
    Edit {
        span: explain.expected.span,
        text: String::new(),
    }
}

/// Another body of an action.
pub fn body(source: &Source, call: &Call, lines: &[String]) -> Edit {
    let _ = (source, call);
    Edit {
        span: Span::default(),
        text: lines.join("\n"),
    }
}
