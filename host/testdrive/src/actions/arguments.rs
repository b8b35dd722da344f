//! The arguments and body of one call, variables replaced, taken out by typed getters.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::time::Duration;

use crate::failure::Error;
use crate::parse::duration;

/// A value and where it stands.
#[derive(Debug, Clone)]
struct Value {
    text: String,
    at: usize,
}

/// A line of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The line without its end, variables replaced.
    pub text: String,
    /// Its first byte in the file.
    pub at: usize,
}

/// The arguments and body of one call. What an action does not take is an error, told by the runner.
#[derive(Debug, Clone, Default)]
pub struct Arguments {
    values: BTreeMap<String, Value>,
    order: Vec<String>,
    body: Vec<Line>,
}

impl Arguments {
    /// No arguments and this body.
    pub fn new(body: Vec<Line>) -> Self {
        Self {
            body,
            ..Self::default()
        }
    }

    /// Adds an argument. `at` is its value's first byte in the file.
    pub fn add(&mut self, key: &str, text: String, at: usize) {
        self.values.insert(key.to_owned(), Value { text, at });
        self.order.push(key.to_owned());
    }

    /// A value that must be there; the registry has checked that it is.
    pub fn text(&mut self, key: &str) -> Result<String, Error> {
        self.optional(key)
            .ok_or_else(|| Error::file(format!("the argument {key}= is missing")))
    }

    /// A value that may be absent.
    pub fn optional(&mut self, key: &str) -> Option<String> {
        self.values.remove(key).map(|value| value.text)
    }

    /// A number or another value that is read by `FromStr`; `what` names it in the error.
    pub fn parsed<T: FromStr>(&mut self, key: &str, what: &str) -> Result<Option<T>, Error> {
        let Some(value) = self.values.remove(key) else {
            return Ok(None);
        };
        value
            .text
            .parse()
            .map(Some)
            .map_err(|_| Error::file(format!("{key}={:?} is not {what}", value.text)).at(value.at))
    }

    /// `true` or `false`; `false` when absent.
    pub fn flag(&mut self, key: &str) -> Result<bool, Error> {
        let flag = self.parsed(key, "true or false")?;
        Ok(flag.unwrap_or(false))
    }

    /// A duration such as `60s`, `500ms`, `2min`.
    pub fn duration(&mut self, key: &str) -> Result<Option<Duration>, Error> {
        let Some(value) = self.values.remove(key) else {
            return Ok(None);
        };
        duration(&value.text)
            .map(Some)
            .map_err(|error| Error::file(format!("{key}: {error}")).at(value.at))
    }

    /// A value out of a list.
    pub fn one_of<T: Copy>(
        &mut self,
        key: &str,
        choices: &[(&str, T)],
    ) -> Result<Option<T>, Error> {
        let Some(value) = self.values.remove(key) else {
            return Ok(None);
        };
        let found = choices.iter().find(|(name, _)| *name == value.text);
        found.map(|(_, choice)| Some(*choice)).ok_or_else(|| {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            let text = format!("{key}={:?} is not one of {}", value.text, names.join(", "));
            Error::file(text).at(value.at)
        })
    }

    /// All values that were not taken, in the file's order; for actions that take any.
    pub fn rest(&mut self) -> Vec<(String, String)> {
        let order = std::mem::take(&mut self.order);
        order
            .into_iter()
            .filter_map(|key| {
                let value = self.values.remove(&key)?;
                Some((key, value.text))
            })
            .collect()
    }

    /// Whether a value is exactly this text.
    pub fn is(&self, key: &str, text: &str) -> bool {
        self.values.get(key).is_some_and(|value| value.text == text)
    }

    /// Where a value stands, for errors about it. To be asked before the value is taken.
    pub fn place(&self, key: &str) -> Option<usize> {
        self.values.get(key).map(|value| value.at)
    }

    /// The body.
    pub fn body(&mut self) -> Vec<Line> {
        std::mem::take(&mut self.body)
    }

    /// The body as one text, its lines joined by `\n`.
    pub fn body_text(&mut self) -> String {
        let lines: Vec<String> = self.body().into_iter().map(|line| line.text).collect();
        lines.join("\n")
    }
}
