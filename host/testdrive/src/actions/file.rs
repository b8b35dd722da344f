//! Files in the file's own temporary folder.

use super::Entry;

/// The actions.
pub const ENTRIES: &[Entry] = &[];
