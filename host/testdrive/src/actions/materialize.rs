//! Checks that only Materialize offers: accepted, with one warning.

use super::Entry;

/// The actions.
pub const ENTRIES: &[Entry] = &[];
