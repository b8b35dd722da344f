//! Pauses.

use super::Entry;

/// The actions.
pub const ENTRIES: &[Entry] = &[];
