//! Finds where a value stands in a document's text, for the lines of errors.

use std::cell::Cell;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use crate::place::Step;

/// Walks to a value and stops there with an error, which is how the library tells a position.
pub(crate) struct Locator<'s> {
    /// The path that is left.
    pub(crate) steps: &'s [Step],
    /// Set once the value was found.
    pub(crate) found: &'s Cell<bool>,
}

impl<'de> DeserializeSeed<'de> for Locator<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.steps.is_empty() {
            self.found.set(true);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Locator<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("another value")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        if let Some((Step::Index(index), rest)) = self.steps.split_first() {
            for _ in 0..*index {
                items.next_element::<IgnoredAny>()?;
            }
            items.next_element_seed(Locator {
                steps: rest,
                found: self.found,
            })?;
        }
        Err(A::Error::custom("found or not there"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        if let Some((Step::Key(wanted), rest)) = self.steps.split_first() {
            let last = rest.is_empty().then_some(self.found);
            while let Some(hit) = items.next_key_seed(KeyLocator { wanted, last })? {
                if hit {
                    items.next_value_seed(Locator {
                        steps: rest,
                        found: self.found,
                    })?;
                } else {
                    items.next_value::<IgnoredAny>()?;
                }
            }
        }
        Err(A::Error::custom("found or not there"))
    }
}

/// Compares a key; stops at the right one when it is the path's end.
struct KeyLocator<'s> {
    wanted: &'s str,
    last: Option<&'s Cell<bool>>,
}

impl<'de> DeserializeSeed<'de> for KeyLocator<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for KeyLocator<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("another key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<bool, E> {
        match self.last {
            Some(found) if key == self.wanted => {
                found.set(true);
                Err(E::custom("found"))
            }
            _ => Ok(key == self.wanted),
        }
    }
}
