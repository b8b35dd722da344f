//! The physical lines of a file, and which of them belong together.

use crate::position::Span;
use crate::script::Text;

/// First characters of lines that are commands or comments.
const SIGILS: [char; 5] = ['$', '>', '!', '?', '#'];
/// What begins a line that continues the one above.
pub(super) const CONTINUATION: &str = "  ";
/// First character of a line that is no command although it looks like one.
pub(super) const ESCAPE: char = '\\';

/// A line without its end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Its first byte.
    pub(super) start: usize,
    /// Its text.
    pub(super) text: &'a str,
}

impl Line<'_> {
    /// The byte behind its last.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Its place.
    pub(super) fn span(&self) -> Span {
        Span::new(self.start, self.end())
    }

    /// Whether there is nothing to see.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Whether it is a comment.
    pub(super) fn is_comment(&self) -> bool {
        self.text.starts_with('#')
    }

    /// The line as a text, without the backslash that keeps it from being a command.
    pub(super) fn unescaped(&self) -> Text {
        let value = self.text.strip_prefix(ESCAPE).unwrap_or(self.text);
        Text {
            value: value.to_owned(),
            span: self.span(),
            origins: vec![(0, self.end() - value.len())],
        }
    }
}

/// Whether a line that begins so is a command or a comment.
pub(crate) fn begins_command(line: &str) -> bool {
    line.starts_with(SIGILS)
}

/// All lines of a file, read one after another.
pub(super) struct Lines<'a> {
    lines: Vec<Line<'a>>,
    next: usize,
}

impl<'a> Lines<'a> {
    /// The lines of a text. Carriage returns belong to the ends of lines.
    pub(super) fn new(text: &'a str) -> Self {
        let mut lines = Vec::new();
        let mut start = 0;
        for line in text.split('\n') {
            let visible = line.trim_end_matches('\r');
            // An editor's byte order mark is no text.
            let bare = match visible.strip_prefix('\u{feff}') {
                Some(bare) if start == 0 => bare,
                _ => visible,
            };
            lines.push(Line {
                start: start + visible.len() - bare.len(),
                text: bare,
            });
            start += line.len() + 1;
        }
        Self { lines, next: 0 }
    }

    /// The next line, which stays.
    pub(super) fn peek(&self) -> Option<Line<'a>> {
        self.lines.get(self.next).copied()
    }

    /// The next line, if it fits; otherwise it stays.
    pub(super) fn next_if(&mut self, fits: impl Fn(&Line<'a>) -> bool) -> Option<Line<'a>> {
        let line = self.peek().filter(|line| fits(line))?;
        self.next += 1;
        Some(line)
    }

    /// The lines up to the next command, comments and blank ones left out.
    pub(super) fn body(&mut self) -> Vec<Line<'a>> {
        let mut body = Vec::new();
        while let Some(line) = self.next_if(|line| line.is_comment() || !begins_command(line.text))
        {
            if !line.is_comment() && !line.is_blank() {
                body.push(line);
            }
        }
        body
    }

    /// The lines up to the next command, comments left out and blank ones kept but at both ends.
    pub(super) fn raw_body(&mut self) -> Vec<Line<'a>> {
        let mut body = Vec::new();
        while let Some(line) = self.next_if(|line| line.is_comment() || !begins_command(line.text))
        {
            let is_nothing = line.is_comment() || (line.is_blank() && body.is_empty());
            if !is_nothing {
                body.push(line);
            }
        }
        while body.last().is_some_and(Line::is_blank) {
            body.pop();
        }
        body
    }

    /// Passes over lines up to the next command.
    pub(super) fn skip_to_command(&mut self) {
        while self.next_if(|line| !begins_command(line.text)).is_some() {}
    }
}
