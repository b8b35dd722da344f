//! A parsed file with what it includes.

use std::sync::Arc;

use sqllogictest::DefaultColumnType;

use crate::position::Source;

/// A record as the `sqllogictest` crate parses it.
pub(super) type Record = sqllogictest::Record<DefaultColumnType>;

/// A file whose includes are expanded.
#[derive(Debug)]
pub(super) struct Script {
    /// The file itself.
    pub(super) source: Source,
    /// What it does, in order.
    pub(super) steps: Vec<Step>,
}

/// A record that does something.
#[derive(Debug)]
pub(super) struct Step {
    /// The file that it stands in.
    pub(super) source: Source,
    /// Its first line, from 1.
    pub(super) line: usize,
    /// How this file was included: the innermost `include` first; empty in the file itself.
    pub(super) included: Arc<[Inclusion]>,
    /// The record.
    pub(super) record: Record,
}

/// An `include` record.
#[derive(Debug, Clone)]
pub(super) struct Inclusion {
    /// The file that it stands in.
    pub(super) file: String,
    /// Its line.
    pub(super) line: usize,
}

impl Step {
    /// Line of the file that was given to the runner: the record's, or that of the `include` it came by.
    pub(super) fn outer_line(&self) -> usize {
        self.included
            .last()
            .map_or(self.line, |inclusion| inclusion.line)
    }
}

/// The line that a record begins at, from 1; records that only set something have none.
pub(super) fn line_of(record: &Record) -> Option<usize> {
    let (Record::Include { loc, .. }
    | Record::Statement { loc, .. }
    | Record::Query { loc, .. }
    | Record::System { loc, .. }
    | Record::Sleep { loc, .. }
    | Record::Subtest { loc, .. }
    | Record::Halt { loc }
    | Record::HashThreshold { loc, .. }
    | Record::Let { loc, .. }) = record
    else {
        return None;
    };
    usize::try_from(loc.line()).ok()
}

/// Offset of the first byte of a line, counted from 1; the text's end when there is no such line.
pub(super) fn line_start(text: &str, line: usize) -> usize {
    let before = text.split_inclusive('\n').take(line.saturating_sub(1));
    before.map(str::len).sum()
}
