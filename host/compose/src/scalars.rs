//! Readers of single values.

use std::time::Duration;

use crate::duration;
use crate::node::Node;
use crate::place::Place;
use crate::size;

impl Place<'_> {
    /// A text; numbers and booleans count as what they look like.
    pub(crate) fn scalar(&self) -> Option<String> {
        self.node.scalar().or_else(|| self.wanted("a text"))
    }

    /// A text that is not empty.
    pub(crate) fn text(&self) -> Option<String> {
        match self.scalar()? {
            text if text.is_empty() => self.wanted("a text that is not empty"),
            text => Some(text),
        }
    }

    /// `true` or `false`.
    pub(crate) fn boolean(&self) -> Option<bool> {
        match self.node {
            Node::Bool(value) => Some(*value),
            // Interpolation gives texts.
            Node::Text(text) if text == "true" => Some(true),
            Node::Text(text) if text == "false" => Some(false),
            _ => self.wanted("true or false"),
        }
    }

    /// A whole number of a type that holds it; `what` says which are good.
    pub(crate) fn integer<T: TryFrom<i128>>(&self, what: &str) -> Option<T> {
        let number = match self.node {
            Node::Int(value) => Some(*value),
            Node::Text(text) => text.parse().ok(),
            _ => None,
        };
        match number.and_then(|number| T::try_from(number).ok()) {
            Some(value) => Some(value),
            None => self.wanted(what),
        }
    }

    /// A port.
    pub(crate) fn port(&self) -> Option<u16> {
        const WHAT: &str = "a port from 1 to 65535";
        match self.integer(WHAT)? {
            0 => self.wanted(WHAT),
            port => Some(port),
        }
    }

    /// An absolute path in a container.
    pub(crate) fn absolute_path(&self) -> Option<String> {
        match self.text()? {
            path if path.starts_with('/') => Some(path),
            _ => self.wanted("an absolute path in the container"),
        }
    }

    /// Permission bits: a number, or a text of octal digits.
    pub(crate) fn mode(&self) -> Option<u32> {
        const WHAT: &str = "permission bits such as 0o444 or \"0444\"";
        let mode = match self.node {
            Node::Int(value) => u32::try_from(*value).ok(),
            Node::Text(text) => {
                let digits = text.strip_prefix("0o").unwrap_or(text);
                u32::from_str_radix(digits, 8).ok()
            }
            _ => None,
        };
        match mode {
            Some(mode) if mode <= 0o7777 => Some(mode),
            _ => self.wanted(WHAT),
        }
    }

    /// A span of time such as `1m30s`.
    pub(crate) fn duration(&self) -> Option<Duration> {
        const WHAT: &str = "a time such as 30s, 1m30s or 500ms";
        let text = self.node.scalar().unwrap_or_default();
        if let Some(value) = duration::parse(&text) {
            return Some(value);
        }
        if text.parse::<f64>().is_ok() {
            self.error(format!("expected {WHAT}, found {}: add a unit", self.node));
            return None;
        }
        self.wanted(WHAT)
    }

    /// A number of bytes such as `64m`.
    pub(crate) fn bytes(&self) -> Option<u64> {
        let text = self.node.scalar();
        match text.as_deref().and_then(size::parse) {
            Some(bytes) => Some(bytes),
            None => self.wanted("a size such as 64m, 1gb or a number of bytes"),
        }
    }

    /// One of a few words.
    pub(crate) fn choice<T: Copy>(&self, choices: &[(&str, T)]) -> Option<T> {
        let found = self.node.scalar();
        let hit = choices
            .iter()
            .find(|(word, _)| Some(*word) == found.as_deref());
        if let Some((_, value)) = hit {
            return Some(*value);
        }
        let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
        match words.as_slice() {
            [only] => self.wanted(only),
            _ => self.wanted(&format!("one of {}", words.join(", "))),
        }
    }
}
