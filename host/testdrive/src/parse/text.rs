//! Texts that remember where in the file their parts stand.

use crate::position::Span;
use crate::script::Text;

/// Builds a [`Text`] out of pieces of a file.
#[derive(Debug, Default)]
pub(super) struct TextBuilder {
    value: String,
    origins: Vec<(usize, usize)>,
    /// The file's byte behind the last piece.
    end: usize,
}

impl TextBuilder {
    /// Adds a piece that stands at a byte of the file as it is.
    pub(super) fn push(&mut self, piece: &str, offset: usize) {
        let follows = self.end == offset && !self.origins.is_empty();
        if !follows {
            self.origins.push((self.value.len(), offset));
        }
        self.value.push_str(piece);
        self.end = offset + piece.len();
    }

    /// Adds a character that stands for `length` bytes of the file.
    pub(super) fn push_char(&mut self, character: char, offset: usize, length: usize) {
        self.origins.push((self.value.len(), offset));
        self.value.push(character);
        self.end = offset + length;
        if length != character.len_utf8() {
            // What follows is not where its offset in the value says.
            self.origins.push((self.value.len(), self.end));
        }
    }

    /// Whether nothing was added.
    pub(super) fn is_empty(&self) -> bool {
        self.value.is_empty()
    }

    /// The text; `start` is its first byte in the file, quotes and the like included.
    pub(super) fn finish(self, span: Span) -> Text {
        Text {
            value: self.value,
            span,
            origins: self.origins,
        }
    }
}

/// A part of a text, as a text.
pub(super) fn part(text: &Text, from: usize, to: usize) -> Text {
    let value = text.value.get(from..to).unwrap_or_default().to_owned();
    let start = text.offset(from);
    let end = match value.chars().next_back().map(char::len_utf8) {
        Some(last) => text.offset(to - last) + last,
        None => start,
    };
    let mut origins = vec![(0, start)];
    let inside = text
        .origins
        .iter()
        .filter(|(at, _)| (from + 1..to).contains(at));
    origins.extend(inside.map(|(at, offset)| (at - from, *offset)));
    Text {
        value,
        span: Span::new(start, end.max(start)),
        origins,
    }
}

/// The text without blanks at both ends.
pub(super) fn trimmed(text: &Text) -> Text {
    let from = text.value.len() - text.value.trim_start().len();
    let to = from + text.value.trim().len();
    part(text, from, to)
}
