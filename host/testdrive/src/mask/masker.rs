//! The list of what is secret, which grows while a run learns of more.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::forms::{forms, is_long};
use super::patterns::{Pattern, Patterns};
use super::stream::MaskStream;
use super::{MASK, SHORTEST};

/// Bytes of all secrets together: what a guest gives must not make a large automaton.
const MOST_BYTES: usize = 32 << 10;
/// Secrets.
const MOST_VALUES: usize = 500;
/// What stands before a password, beside a URL's colon.
const KEYS: [&str; 3] = ["password=", "Password=", "PASSWORD="];
/// A shorter password of lower-case letters only is a word, such as `postgres` or `password`.
const LONGEST_WORD: usize = 12;

/// A value that was marked as secret and cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It would be found everywhere.
    #[error(
        "it has fewer than {SHORTEST} characters and would be found where it is not; take a longer one"
    )]
    Short,
    /// There is no room for it.
    #[error("a run has at most {MOST_VALUES} secrets of {} KiB together; mark fewer", MOST_BYTES >> 10)]
    Full,
}

/// Values that must not be shown; clones share them. Without any, masking costs nothing.
#[derive(Clone, Default)]
pub struct Masker {
    known: Arc<Mutex<Known>>,
}

#[derive(Default)]
struct Known {
    values: BTreeSet<Value>,
    bytes: usize,
    /// Compiled when text is masked for the first time after a value was added.
    patterns: Option<Arc<Patterns>>,
    compiled: bool,
}

/// A value, and where it is secret.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    /// Wherever it is, in any form.
    Everywhere(String),
    /// Only as the password of a URL or behind `password=`.
    AsPassword(String),
}

impl Masker {
    /// Remembers a value that somebody marked as secret: it is masked wherever it is. An empty one is none.
    pub fn mark(&self, value: &str) -> Result<(), Refused> {
        if value.is_empty() {
            return Ok(());
        }
        if !is_long(value) {
            return Err(Refused::Short);
        }
        if self.insert(Value::Everywhere(value.to_owned())) {
            Ok(())
        } else {
            Err(Refused::Full)
        }
    }

    /// Remembers a value that is probably secret, if it can be.
    pub fn add(&self, value: &str) {
        if is_long(value) {
            self.insert(Value::Everywhere(value.to_owned()));
        }
    }

    /// Remembers a password of a connection. It is masked wherever it is, unless everybody knows it: one that is too short,
    /// that also is in `others` (the user, the host or the database), or that is a word of lower-case letters, is masked
    /// only where it stands as a password.
    pub fn add_password(&self, password: &str, others: &[&str]) {
        if password.is_empty() {
            return;
        }
        self.insert(Value::AsPassword(password.to_owned()));
        let is_word =
            password.len() < LONGEST_WORD && password.bytes().all(|byte| byte.is_ascii_lowercase());
        if !is_word && !others.iter().any(|other| other.contains(password)) {
            self.add(password);
        }
    }

    /// Remembers the password of a URL, as [`Self::add_password`].
    pub fn add_url(&self, text: &str) {
        let Ok(url) = url::Url::parse(text) else {
            return;
        };
        let Some(password) = url.password() else {
            return;
        };
        let decoded = percent_encoding::percent_decode_str(password).decode_utf8_lossy();
        let plain = text.replacen(&format!(":{password}@"), "", 1);
        self.add_password(password, &[&plain]);
        self.add_password(&decoded, &[&plain]);
    }

    /// Whether there is anything to mask.
    pub fn knows_any(&self) -> bool {
        self.patterns().is_some()
    }

    /// The text without secrets.
    pub fn mask<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let places = self
            .patterns()
            .map(|patterns| patterns.places(text.as_bytes(), 0))
            .unwrap_or_default();
        if places.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut shown = String::with_capacity(text.len());
        let mut at = 0;
        for place in places {
            // Patterns are whole characters, and so is what is between them.
            shown.push_str(text.get(at..place.start).unwrap_or_default());
            shown.push_str(MASK);
            at = place.end;
        }
        shown.push_str(text.get(at..).unwrap_or_default());
        Cow::Owned(shown)
    }

    /// Masks a text where it stands.
    pub fn mask_in(&self, text: &mut String) {
        if let Cow::Owned(masked) = self.mask(text) {
            *text = masked;
        }
    }

    /// Masks bytes that come in pieces.
    pub fn stream(&self) -> MaskStream {
        MaskStream::new(self.clone())
    }

    /// Where a line that is too long can be cut, at `end` or before it, so that no secret lies on both sides.
    pub fn cut(&self, line: &[u8], end: usize) -> usize {
        let Some(patterns) = self.patterns() else {
            return end;
        };
        let cut = end.min(patterns.unfinished(line));
        let places = patterns.places(line, 0);
        let within = places
            .iter()
            .find(|place| place.start < cut && cut < place.end);
        match within.map_or(cut, |place| place.start) {
            // All of it is secret.
            0 => end,
            cut => cut,
        }
    }

    /// What is looked for; nothing without secrets.
    pub(super) fn patterns(&self) -> Option<Arc<Patterns>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if !known.compiled {
            let patterns: BTreeSet<Pattern> = known.values.iter().flat_map(patterns_of).collect();
            known.patterns = Patterns::new(patterns.into_iter().collect()).map(Arc::new);
            known.compiled = true;
        }
        known.patterns.clone()
    }

    /// Whether it is known now.
    fn insert(&self, value: Value) -> bool {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.values.contains(&value) {
            return true;
        }
        let (Value::Everywhere(text) | Value::AsPassword(text)) = &value;
        let bytes = known.bytes + text.len();
        if bytes > MOST_BYTES || known.values.len() >= MOST_VALUES {
            return false;
        }
        known.bytes = bytes;
        known.values.insert(value);
        known.compiled = false;
        true
    }
}

fn patterns_of(value: &Value) -> Vec<Pattern> {
    match value {
        Value::Everywhere(text) => forms(text)
            .into_iter()
            .map(|text| Pattern {
                text,
                before: 0,
                after: 0,
            })
            .collect(),
        Value::AsPassword(password) => {
            let in_url = Pattern {
                text: format!(":{password}@"),
                before: 1,
                after: 1,
            };
            let with_key = |key: &&str| Pattern {
                text: format!("{key}{password}"),
                before: key.len(),
                after: 0,
            };
            std::iter::once(in_url)
                .chain(KEYS.iter().map(with_key))
                .collect()
        }
    }
}

/// Says how many there are, and none of them.
impl fmt::Debug for Masker {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        write!(formatter, "Masker({} values)", known.values.len())
    }
}

#[cfg(test)]
mod tests;
