//! The table of the keys of one map: which reader takes each, and why others are refused.

use crate::names;
use crate::node::Node;
use crate::place::Place;

/// Reads a key's value into the thing that is built.
pub(crate) type Read<T> = fn(&mut T, &Place<'_>);

/// The keys of one map.
pub(crate) struct Keys<T: 'static> {
    /// Keys that are read. A key without a value counts as absent, as in Compose.
    pub(crate) known: &'static [(&'static str, Read<T>)],
    /// Keys of Compose that are refused, with what to do instead.
    pub(crate) refused: &'static [(&'static str, &'static str)],
}

impl<T> Keys<T> {
    /// Reads a map; nothing when it is none.
    pub(crate) fn read(&self, into: &mut T, place: &Place<'_>) -> Option<()> {
        for (key, value) in place.entries()? {
            if let Some((_, read)) = self.known.iter().find(|(known, _)| *known == key) {
                if *value.node != Node::Null {
                    read(into, &value);
                }
            } else if let Some((_, advice)) = self.refused.iter().find(|(name, _)| *name == key) {
                value.error(format!("not supported by mzhost: {advice}"));
            } else if !key.starts_with("x-") && !value.full() {
                value.error(self.unknown(key));
            }
        }
        Some(())
    }

    /// What to say of an unknown key.
    fn unknown(&self, key: &str) -> String {
        let known = self.known.iter().map(|(name, _)| *name);
        match names::did_you_mean(key, known.clone()) {
            hint if !hint.is_empty() => format!("unknown key{hint}"),
            _ => format!("unknown key, the keys here are {}", names::listed(known)),
        }
    }
}
