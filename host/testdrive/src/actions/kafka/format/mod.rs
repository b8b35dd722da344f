//! How keys and values are written in a file.

mod escape;
mod json;

pub(super) use escape::{show, show_text, unescape};
pub(super) use json::{canonical, next_value};

/// How a key or a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `\xNN` is a byte.
    Bytes,
    /// The line as it is; also for CSV.
    Text,
    /// A JSON value.
    Json,
    /// A JSON value by an Avro schema.
    Avro,
}

/// The kinds as arguments name them.
pub(super) const KINDS: &[(&str, Kind)] = &[
    ("bytes", Kind::Bytes),
    ("text", Kind::Text),
    ("csv", Kind::Text),
    ("json", Kind::Json),
    ("avro", Kind::Avro),
];

/// First byte of Confluent's frame: a zero, the schema's id in four bytes, the datum.
pub(super) const FRAME: u8 = 0;

/// How a file writes that there is no key, value or header value.
pub(super) const NULL: &str = "<null>";

impl Kind {
    /// Whether it is written as JSON.
    pub(super) fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::Avro)
    }
}
