//! The flow of a file and its variables: `set`, `skip-if`, `set-regex` and the like.

use super::Entry;

/// The actions.
pub const ENTRIES: &[Entry] = &[];
