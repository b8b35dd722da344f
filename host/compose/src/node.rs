//! The value of a document before its meaning is known, for the readers of keys.

use std::fmt::{self, Display, Formatter};

/// Characters of a value that a message shows.
const SHOWN: usize = 60;

/// A parsed value; aliases and merge keys are expanded.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Null,
    Bool(bool),
    Int(i128),
    Float(f64),
    Text(String),
    List(Vec<Node>),
    /// Keys are unique and in the order of the document.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// A map without the entries whose value is absent.
    pub(crate) fn map(entries: impl IntoIterator<Item = (&'static str, Option<Node>)>) -> Self {
        Self::Map(
            entries
                .into_iter()
                .filter_map(|(key, value)| Some((key.to_owned(), value?)))
                .collect(),
        )
    }

    /// A text.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The value of a key, when this is a map that has it.
    pub(crate) fn get(&self, wanted: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries
                .iter()
                .find(|(key, _)| key == wanted)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// A scalar's text as the document's author would write it.
    pub(crate) fn scalar(&self) -> Option<String> {
        match self {
            Self::Bool(value) => Some(value.to_string()),
            Self::Int(value) => Some(value.to_string()),
            Self::Float(value) => Some(value.to_string()),
            Self::Text(value) => Some(value.clone()),
            Self::Null | Self::List(_) | Self::Map(_) => None,
        }
    }
}

/// How messages show what was found.
impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("nothing"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value}"),
            Self::Text(value) => f.write_str(&quoted(value)),
            Self::List(_) => f.write_str("a list"),
            Self::Map(_) => f.write_str("a map"),
        }
    }
}

/// A text in quotes, cut when long.
pub(crate) fn quoted(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        return format!("{text:?}");
    }
    let start: String = text.chars().take(SHOWN).collect();
    format!("{:?}", format!("{start}…"))
}
