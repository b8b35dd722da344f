//! Where something stands in a file.

use std::sync::Arc;

/// Bytes of a file's text, from `start` to before `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// A span of two offsets.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }
}

/// A line and a column, both from 1. Columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

/// A file's name and text.
#[derive(Debug, Clone)]
pub struct Source {
    name: Arc<str>,
    text: Arc<str>,
    /// Offsets of the lines' first bytes.
    lines: Arc<[usize]>,
}

impl Source {
    /// A source of a name, as people know it, and its text.
    pub fn new(name: &str, text: &str) -> Self {
        let starts = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            name: name.into(),
            text: text.into(),
            lines: std::iter::once(0).chain(starts).collect(),
        }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span; empty when it is none.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// Line and column of a byte.
    pub fn location(&self, offset: usize) -> Location {
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = self.line_start(line);
        let before = self.text.get(start..offset).unwrap_or_default();
        Location {
            line,
            column: before.chars().count() + 1,
        }
    }

    /// The text of a line, counted from 1, without its end.
    pub fn line(&self, line: usize) -> &str {
        let start = self.line_start(line);
        let rest = self.text.get(start..).unwrap_or_default();
        rest.lines().next().unwrap_or_default()
    }

    /// `NAME:LINE:COLUMN` of a byte.
    pub fn place(&self, offset: usize) -> String {
        let Location { line, column } = self.location(offset);
        format!("{}:{line}:{column}", self.name)
    }

    /// The line of a byte with a caret below it, as errors show it.
    pub fn snippet(&self, offset: usize) -> String {
        let Location { line, column } = self.location(offset);
        let number = line.to_string();
        let text = self.line(line);
        // Tabs stay tabs, so that the caret stands where the terminal shows the character.
        let blank: String = text
            .chars()
            .take(column - 1)
            .map(|c| if c == '\t' { '\t' } else { ' ' })
            .collect();
        let margin = " ".repeat(number.len());
        format!("{number} | {text}\n{margin} | {blank}^")
    }

    fn line_start(&self, line: usize) -> usize {
        self.lines
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_from_one() {
        let source = Source::new("a.td", "one\nzwö lf\n");
        assert_eq!(source.place(0), "a.td:1:1");
        assert_eq!(source.place(source.text().find("lf").unwrap()), "a.td:2:5");
        assert_eq!(source.place(source.text().len()), "a.td:3:1");
    }

    #[test]
    fn a_snippet_points_at_the_character() {
        let source = Source::new("a.td", "x\n\t> select\n");
        assert_eq!(source.snippet(5), "2 | \t> select\n  | \t  ^");
    }
}
