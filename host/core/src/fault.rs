//! The one error that crosses borders: from the engine or the server to the guest, to the events,
//! to the terminal and to the exit code. It mirrors `mzhost:composition/types.error`.

use mzhost_testdrive::mask::Masker;
use serde::{Deserialize, Serialize};

use crate::code::Code;

/// A named fact about a fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// What the value is, such as `sqlstate`.
    pub key: String,
    /// The value.
    pub value: String,
}

/// What went wrong, in the form that guests see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    /// Dotted name; [`Code`] lists those of the host, a guest may use its own.
    pub code: String,
    /// One sentence for people, without final period.
    pub message: String,
    /// The service concerned.
    pub service: Option<String>,
    /// Machine-readable facts.
    pub details: Vec<Detail>,
}

impl Fault {
    /// A fault of the host with a documented code.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code: code.name().to_owned(),
            message: message.into(),
            service: None,
            details: Vec::new(),
        }
    }

    /// Names the service concerned.
    #[must_use]
    pub fn service(mut self, name: impl Into<String>) -> Self {
        self.service = Some(name.into());
        self
    }

    /// Adds a fact; empty values are left out.
    #[must_use]
    pub fn detail(mut self, key: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.details.push(Detail {
                key: key.to_owned(),
                value,
            });
        }
        self
    }

    /// Adds the chain of causes of an error as the fact `cause`.
    #[must_use]
    pub fn cause(self, error: &dyn std::error::Error) -> Self {
        self.detail("cause", chain(error))
    }

    /// The fault as it may be shown.
    #[must_use]
    pub fn masked(mut self, masker: &Masker) -> Self {
        self.change_texts(&|text| masker.mask_in(text));
        self
    }

    /// Whether the fault has this code.
    pub fn is(&self, code: Code) -> bool {
        self.code == code.name()
    }

    /// The value of a fact.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.details
            .iter()
            .find(|detail| detail.key == key)
            .map(|detail| detail.value.as_str())
    }
}

/// An error and its causes in one line, without repeating a cause that the text holds already.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_found_and_empty_ones_left_out() {
        let fault = Fault::new(Code::SqlError, "no such table")
            .service("db")
            .detail("sqlstate", "42P01")
            .detail("hint", "");
        assert_eq!(fault.get("sqlstate"), Some("42P01"));
        assert_eq!(fault.get("hint"), None);
        assert!(fault.is(Code::SqlError));
    }
}
