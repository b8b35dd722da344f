//! What a workflow fails with. Errors of the host, of the standard library and of other crates become one with `?`.

use std::fmt;

use crate::bindings::mzhost::composition::types;

/// The code of errors that carry none of their own.
const WORKFLOW_FAILED: &str = "workflow.failed";

/// What went wrong: a dotted code for programs, a sentence for people and facts for both.
///
/// Any `std::error::Error` converts into it, so `?` works everywhere. As with other such types it follows
/// that this one is no `std::error::Error` itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Error {
    code: String,
    message: String,
    service: Option<String>,
    details: Vec<(String, String)>,
}

impl Error {
    /// An error with a code of your own, such as `shop.out-of-stock`.
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            message: message.into(),
            service: None,
            details: Vec::new(),
        }
    }

    /// An error that is only a message; its code is `workflow.failed`.
    pub fn msg(message: impl Into<String>) -> Self {
        Self::new(WORKFLOW_FAILED, message)
    }

    /// Names the service concerned; mzhost then shows the last lines of its log.
    #[must_use]
    pub fn with_service(mut self, service: impl Into<String>) -> Self {
        self.service = Some(service.into());
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn with_detail(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.details.push((key.into(), value.into()));
        self
    }

    /// Puts a sentence before the message.
    #[must_use]
    pub fn context(mut self, text: impl fmt::Display) -> Self {
        self.message = format!("{text}: {}", self.message);
        self
    }

    /// The dotted code, such as `sql.error`.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The sentence for people.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The service it concerns, where there is one.
    pub fn service(&self) -> Option<&str> {
        self.service.as_deref()
    }

    /// A fact, such as `sqlstate`, `exit-code` or `output`.
    pub fn detail(&self, key: &str) -> Option<&str> {
        self.details
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.as_str())
    }

    /// All facts, keys and values.
    pub fn details(&self) -> impl Iterator<Item = (&str, &str)> {
        self.details
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
    }

    pub(crate) fn from_wit(error: types::Error) -> Self {
        Self {
            code: error.code,
            message: error.message,
            service: error.service,
            details: error
                .details
                .into_iter()
                .map(|detail| (detail.key, detail.value))
                .collect(),
        }
    }

    pub(crate) fn into_wit(self) -> types::Error {
        types::Error {
            code: self.code,
            message: self.message,
            service: self.service,
            details: self
                .details
                .into_iter()
                .map(|(key, value)| types::Detail { key, value })
                .collect(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// As `unwrap` and `expect` show it: everything that is known.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}", self.message, self.code)?;
        if let Some(service) = &self.service {
            write!(f, ", service {service}")?;
        }
        for (key, value) in &self.details {
            write!(f, ", {key} = {value:?}")?;
        }
        f.write_str(")")
    }
}

impl<E: std::error::Error> From<E> for Error {
    fn from(error: E) -> Self {
        let mut message = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            message.push_str(": ");
            message.push_str(&cause.to_string());
            source = cause.source();
        }
        Self::msg(message)
    }
}

/// Adds what was being done to a `Result`'s error, or makes an error of a missing value.
pub trait Context<T> {
    /// Puts a sentence before the error's message.
    fn context(self, text: impl fmt::Display) -> Result<T, Error>;
}

impl<T, E: Into<Error>> Context<T> for Result<T, E> {
    fn context(self, text: impl fmt::Display) -> Result<T, Error> {
        self.map_err(|error| error.into().context(text))
    }
}

impl<T> Context<T> for Option<T> {
    fn context(self, text: impl fmt::Display) -> Result<T, Error> {
        self.ok_or_else(|| Error::msg(text.to_string()))
    }
}

/// Returns an [`Error`] made of a formatted message.
#[macro_export]
macro_rules! bail {
    ($($message:tt)+) => {
        return ::core::result::Result::Err($crate::Error::msg(::std::format!($($message)+)))
    };
}

/// Returns an [`Error`] unless a condition holds. Without a message, the condition itself is shown.
#[macro_export]
macro_rules! ensure {
    ($condition:expr $(,)?) => {
        $crate::ensure!($condition, "not true: {}", ::core::stringify!($condition))
    };
    ($condition:expr, $($message:tt)+) => {
        if !$condition {
            $crate::bail!($($message)+);
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(number: i32) -> Result<(), Error> {
        ensure!(number > 0);
        ensure!(number < 10, "{number} is too large");
        Ok(())
    }

    #[test]
    fn ensure_shows_the_condition_or_the_message() {
        assert_eq!(checked(0).unwrap_err().message(), "not true: number > 0");
        assert_eq!(checked(11).unwrap_err().message(), "11 is too large");
        assert!(checked(5).is_ok());
    }

    #[test]
    fn errors_of_the_standard_library_convert() {
        let parse = || -> Result<i32, Error> { Ok("x".parse::<i32>()?) };
        let error = parse().unwrap_err();
        assert_eq!(error.code(), "workflow.failed");
        assert_eq!(error.message(), "invalid digit found in string");
    }

    #[test]
    fn context_goes_before_the_message_and_keeps_code_and_facts() {
        let error =
            Err::<(), _>(Error::new("sql.error", "no table").with_detail("sqlstate", "42P01"))
                .context("reading orders")
                .unwrap_err();
        assert_eq!(error.message(), "reading orders: no table");
        assert_eq!(error.code(), "sql.error");
        assert_eq!(error.detail("sqlstate"), Some("42P01"));
        assert_eq!(
            None::<i32>.context("no order").unwrap_err().message(),
            "no order"
        );
    }

    #[test]
    fn nothing_is_lost_on_the_way_to_the_host_and_back() {
        let error = Error::new("a.b", "text")
            .with_service("db")
            .with_detail("k", "v");
        assert_eq!(Error::from_wit(error.clone().into_wit()), error);
    }
}
