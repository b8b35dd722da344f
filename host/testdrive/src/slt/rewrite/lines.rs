//! The lines of a file, and those that a record takes.

use sqllogictest::QueryExpect;

use super::Section;
use crate::position::Span;
use crate::rewrite::Edit;
use crate::slt::script::Record;

/// Lines of a record, from 0.
pub(super) struct Extent {
    /// Its first.
    header: usize,
    /// The one behind its SQL.
    sql_end: usize,
    /// The one behind its last.
    end: usize,
}

impl Extent {
    /// Goes over the lines as the crate's parser does.
    pub(super) fn of(lines: &Lines<'_>, header: usize, record: &Record) -> Self {
        // The line below the first belongs to the SQL, whatever it holds.
        let mut sql_end = header + 2;
        while lines
            .get(sql_end)
            .is_some_and(|line| !line.is_empty() && line != "----")
        {
            sql_end += 1;
        }
        let mut end = sql_end;
        if lines.get(sql_end) == Some("----") {
            let until_two = matches!(
                record,
                Record::System { .. }
                    | Record::Statement { .. }
                    | Record::Query {
                        expected: QueryExpect::Error(_),
                        ..
                    }
            );
            end += 1;
            while let Some(line) = lines.get(end) {
                let next_is_empty = lines.get(end + 1).is_none_or(str::is_empty);
                if line.is_empty() && (!until_two || next_is_empty) {
                    break;
                }
                end += 1;
            }
        }
        Self {
            header,
            sql_end,
            end,
        }
    }
}

/// A text's lines with their places.
pub(super) struct Lines<'a> {
    text: &'a str,
    /// Offset of each line and its text without its end.
    lines: Vec<(usize, &'a str)>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut lines = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let bare = line.strip_suffix('\n').unwrap_or(line);
            lines.push((start, bare.strip_suffix('\r').unwrap_or(bare)));
            start += line.len();
        }
        Self { text, lines }
    }

    fn get(&self, index: usize) -> Option<&'a str> {
        self.lines.get(index).map(|(_, line)| *line)
    }

    fn start(&self, index: usize) -> usize {
        self.lines
            .get(index)
            .map_or(self.text.len(), |(start, _)| *start)
    }

    /// Replaces the section, and the first line when it is another.
    pub(super) fn replace(
        &self,
        extent: &Extent,
        header: Option<String>,
        section: Section,
    ) -> Edit {
        let first = if header.is_some() {
            extent.header
        } else {
            extent.sql_end
        };
        let span = Span::new(self.start(first), self.start(extent.end));
        let end = if self.text.contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        };
        let mut new: Vec<String> = Vec::new();
        if let Some(header) = header {
            new.push(header);
            let sql = extent.header + 1..extent.sql_end;
            new.extend(sql.filter_map(|index| self.get(index)).map(str::to_owned));
        }
        new.extend(section.lines);
        if section.has_blank_lines {
            let blank = |index| self.get(index).is_none_or(str::is_empty);
            let missing = match (blank(extent.end), blank(extent.end + 1)) {
                (true, true) => 0,
                (true, false) => 1,
                (false, _) => 2,
            };
            new.extend(std::iter::repeat_n(String::new(), missing));
        }
        let mut text = String::new();
        let before = self.text.get(..span.start).unwrap_or_default();
        if !before.is_empty() && !before.ends_with('\n') {
            text.push_str(end);
        }
        for line in new {
            text.push_str(&line);
            text.push_str(end);
        }
        if span.end == self.text.len() && !self.text.ends_with('\n') && text.ends_with(end) {
            text.truncate(text.len() - end.len());
        }
        Edit { span, text }
    }
}
