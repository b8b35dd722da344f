//! The value of a document before its meaning is known: for the readers of keys, for [`merge`](crate::merge()), and
//! for the catalog of services.

use std::fmt::{self, Display, Formatter, Write};

/// Characters of a value that a message shows.
const SHOWN: usize = 60;

/// A parsed value; aliases and merge keys are expanded.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// Any other number.
    Float(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Keys are unique and in the order of the document.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// A map without the entries whose value is absent.
    pub fn map(entries: impl IntoIterator<Item = (&'static str, Option<Node>)>) -> Self {
        Self::Map(
            entries
                .into_iter()
                .filter_map(|(key, value)| Some((key.to_owned(), value?)))
                .collect(),
        )
    }

    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The value of a key, when this is a map that has it.
    pub fn get(&self, wanted: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries
                .iter()
                .find(|(key, _)| key == wanted)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// Sets a key of a map, at its old place when it is there. Anything else becomes a map.
    pub fn set(&mut self, wanted: &str, value: Self) {
        if !matches!(self, Self::Map(_)) {
            *self = Self::Map(Vec::new());
        }
        if let Self::Map(entries) = self {
            match entries.iter_mut().find(|(key, _)| key == wanted) {
                Some((_, old)) => *old = value,
                None => entries.push((wanted.to_owned(), value)),
            }
        }
    }

    /// Takes a key out of a map.
    pub fn remove(&mut self, wanted: &str) -> Option<Self> {
        let Self::Map(entries) = self else {
            return None;
        };
        let index = entries.iter().position(|(key, _)| key == wanted)?;
        Some(entries.remove(index).1)
    }

    /// The value as JSON in one line. A number that is not finite becomes null.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        self.json(&mut out);
        out
    }

    fn json(&self, out: &mut String) {
        let result = match self {
            Self::Float(value) if value.is_finite() => write!(out, "{value:?}"),
            Self::Null | Self::Float(_) => write!(out, "null"),
            Self::Bool(value) => write!(out, "{value}"),
            Self::Int(value) => write!(out, "{value}"),
            Self::Text(text) => write!(out, "{}", serde_json::Value::from(text.as_str())),
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index > 0 { ", " } else { "" });
                    item.json(out);
                }
                write!(out, "]")
            }
            Self::Map(entries) => {
                out.push('{');
                for (index, (key, value)) in entries.iter().enumerate() {
                    out.push_str(if index > 0 { ", " } else { "" });
                    out.push_str(&serde_json::Value::from(key.as_str()).to_string());
                    out.push_str(": ");
                    value.json(out);
                }
                write!(out, "}}")
            }
        };
        // A String takes everything.
        let _ = result;
    }

    /// A scalar's text as the document's author would write it.
    pub fn scalar(&self) -> Option<String> {
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
