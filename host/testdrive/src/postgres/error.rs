//! What a server says when a statement fails.

use fallible_iterator::FallibleIterator;
use postgres_protocol::message::backend::ErrorResponseBody;

/// Why a statement failed.
#[derive(Debug, Clone, Default, PartialEq, Eq, thiserror::Error)]
#[error("{severity}: {message}")]
pub struct SqlError {
    /// `ERROR`, `FATAL`.
    pub severity: String,
    /// The primary message.
    pub message: String,
    /// The detail.
    pub detail: Option<String>,
    /// The hint.
    pub hint: Option<String>,
    /// SQLSTATE; empty when the connection itself failed.
    pub sqlstate: String,
    /// Where in the statement, in characters from 1.
    pub position: Option<usize>,
    /// Whether the connection is closed.
    pub closed: bool,
}

impl SqlError {
    /// The connection failed.
    pub(super) fn closed(message: impl Into<String>) -> Self {
        Self {
            severity: "FATAL".to_owned(),
            message: message.into(),
            closed: true,
            ..Self::default()
        }
    }

    /// Reads an error message.
    pub(super) fn read(body: &ErrorResponseBody) -> std::io::Result<Self> {
        let mut error = Self::default();
        let mut fields = body.fields();
        while let Some(field) = fields.next()? {
            let text = String::from_utf8_lossy(field.value_bytes()).into_owned();
            match field.type_() {
                b'S' if error.severity.is_empty() => error.severity = text,
                // The severity that is not translated.
                b'V' => error.severity = text,
                b'C' => error.sqlstate = text,
                b'M' => error.message = text,
                b'D' => error.detail = Some(text),
                b'H' => error.hint = Some(text),
                b'P' => error.position = text.parse().ok(),
                _ => {}
            }
        }
        error.closed = matches!(error.severity.as_str(), "FATAL" | "PANIC");
        Ok(error)
    }

    /// All that the server said, in lines.
    pub fn full(&self) -> String {
        let mut text = self.to_string();
        if !self.sqlstate.is_empty() {
            text = format!("{text} (SQLSTATE {})", self.sqlstate);
        }
        for (name, value) in [("DETAIL", &self.detail), ("HINT", &self.hint)] {
            if let Some(value) = value {
                text = format!("{text}\n{name}: {value}");
            }
        }
        text
    }
}

/// The stream failed, or what came is no message.
impl From<std::io::Error> for SqlError {
    fn from(error: std::io::Error) -> Self {
        Self::closed(format!("the connection to the server broke: {error}"))
    }
}
