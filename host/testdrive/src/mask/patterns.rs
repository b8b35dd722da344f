//! What is looked for, compiled: all places of all patterns in one pass.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

/// A text to look for, of which a part is secret.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pattern {
    /// The text.
    pub(super) text: String,
    /// Bytes at its beginning that are shown.
    pub(super) before: usize,
    /// Bytes at its end that are shown.
    pub(super) after: usize,
}

/// Patterns, ready to be looked for.
pub(super) struct Patterns {
    automaton: AhoCorasick,
    /// In the automaton's order, which is sorted by text.
    patterns: Vec<Pattern>,
    longest: usize,
}

impl Patterns {
    /// Compiles patterns, which are sorted; none if there are none, or too many for the automaton.
    pub(super) fn new(patterns: Vec<Pattern>) -> Option<Self> {
        let longest = patterns.iter().map(|pattern| pattern.text.len()).max()?;
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(patterns.iter().map(|pattern| &pattern.text))
            .ok()?;
        Some(Self {
            automaton,
            patterns,
            longest,
        })
    }

    /// The secret places, those that overlap as one, in order. The first `covered` bytes are one.
    pub(super) fn places(&self, bytes: &[u8], covered: usize) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        if covered > 0 {
            found.push(0..covered);
        }
        for place in self.automaton.find_overlapping_iter(bytes) {
            if let Some(pattern) = self.patterns.get(place.pattern().as_usize()) {
                found.push(place.start() + pattern.before..place.end() - pattern.after);
            }
        }
        found.sort_unstable_by_key(|place| place.start);
        found.dedup_by(|next, last| {
            let overlaps = next.start < last.end;
            if overlaps {
                last.end = last.end.max(next.end);
            }
            overlaps
        });
        found
    }

    /// Where a pattern may begin that the bytes do not hold to its end; their length if there is none.
    pub(super) fn unfinished(&self, bytes: &[u8]) -> usize {
        let first = (bytes.len() + 1).saturating_sub(self.longest);
        (first..bytes.len())
            .find(|start| bytes.get(*start..).is_some_and(|end| self.begins(end)))
            .unwrap_or(bytes.len())
    }

    /// Whether a pattern begins with these bytes, and is longer.
    fn begins(&self, bytes: &[u8]) -> bool {
        let at = self
            .patterns
            .partition_point(|pattern| pattern.text.as_bytes() <= bytes);
        self.patterns
            .get(at)
            .is_some_and(|pattern| pattern.text.as_bytes().starts_with(bytes))
    }
}
