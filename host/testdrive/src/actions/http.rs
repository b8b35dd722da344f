//! Requests over HTTP.

use super::Entry;

/// The actions.
pub const ENTRIES: &[Entry] = &[];

/// What the actions of this family keep for a file.
#[derive(Debug, Default)]
pub struct State {}
