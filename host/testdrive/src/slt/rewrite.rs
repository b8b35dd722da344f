//! `--rewrite-results`: what came, in place of what a record expects. Whether a statement succeeds is left to the
//! author.

use std::collections::BTreeMap;

use sqllogictest::{ExpectedError, QueryExpect, StatementExpect, default_normalizer};

use super::output::{Output, error_text};
use super::script::Record;
use crate::position::{Source, Span};
use crate::postgres::SqlError;
use crate::rewrite::Edit;

/// What is to be changed for a record that begins at a line (from 1); none where only the author can say what is meant,
/// or where a file cannot hold what came.
pub(super) fn edit(source: &Source, line: usize, record: &Record, output: &Output) -> Option<Edit> {
    let (header, section) = match (record, output) {
        (Record::Query { expected, .. }, Output::Rows(rows)) => match expected {
            QueryExpect::Results { results, .. } => (None, rows_section(results, rows)?),
            QueryExpect::Error(_) => return None,
        },
        (Record::Statement { expected, .. }, output) => {
            let expected = match (expected, output) {
                (StatementExpect::Count(_), Output::Rows(rows)) => {
                    StatementExpect::Count(u64::try_from(rows.len()).ok()?)
                }
                (StatementExpect::Count(_), Output::Done(Some(count))) => {
                    StatementExpect::Count(*count)
                }
                (StatementExpect::Error(expected), Output::Failed(error)) => {
                    StatementExpect::Error(new_error(expected, error)?)
                }
                _ => return None,
            };
            let section = match &expected {
                StatementExpect::Error(error) => error_section(error)?,
                _ => Section::default(),
            };
            (
                Some(header(record, Expectation::Statement(expected))?),
                section,
            )
        }
        (
            Record::Query {
                expected: QueryExpect::Error(expected),
                ..
            },
            Output::Failed(error),
        ) => {
            let expected = new_error(expected, error)?;
            let section = error_section(&expected)?;
            let expected = QueryExpect::Error(expected);
            (Some(header(record, Expectation::Query(expected))?), section)
        }
        (Record::System { .. }, Output::Printed(text)) => (None, paragraph(text)?),
        _ => return None,
    };
    let lines = Lines::new(source.text());
    let extent = Extent::of(&lines, line.checked_sub(1)?, record);
    Some(lines.replace(&extent, header, section))
}

/// The lines from `----` on.
#[derive(Default)]
struct Section {
    lines: Vec<String>,
    /// Whether it goes on until two empty lines.
    has_blank_lines: bool,
}

/// Rows. Lines of rows that came as expected stay as they are written.
fn rows_section(expected: &[String], rows: &[Vec<String>]) -> Option<Section> {
    if expected.iter().any(|line| line.contains("<slt:ignore>")) {
        return None;
    }
    let written: BTreeMap<String, &String> = expected
        .iter()
        .map(|line| (default_normalizer(line), line))
        .collect();
    let tabs = expected.iter().any(|line| line.contains('\t'));
    let mut lines = vec!["----".to_owned()];
    for row in rows {
        // A line's end within a cell would end the row; for comparison all blanks are the same.
        let line = row
            .join(if tabs { "\t" } else { " " })
            .replace(['\n', '\r'], " ");
        if line.is_empty() {
            return None;
        }
        let as_written = written.get(&default_normalizer(&line));
        lines.push(as_written.map_or(line, |line| (*line).clone()));
    }
    Some(Section {
        lines,
        has_blank_lines: false,
    })
}

fn error_section(error: &ExpectedError) -> Option<Section> {
    match error {
        ExpectedError::Multiline(text) => paragraph(text),
        _ => Some(Section::default()),
    }
}

/// A text that ends with two empty lines; none when it holds such itself.
fn paragraph(text: &str) -> Option<Section> {
    let text = text.trim().lines().map(str::to_owned);
    let lines: Vec<String> = std::iter::once("----".to_owned()).chain(text).collect();
    let ends_early = lines
        .windows(2)
        .any(|pair| pair.iter().all(String::is_empty));
    (!ends_early).then_some(Section {
        lines,
        has_blank_lines: true,
    })
}

/// The error that came, in the form in which one was expected.
fn new_error(expected: &ExpectedError, error: &SqlError) -> Option<ExpectedError> {
    match expected {
        ExpectedError::Empty => None,
        ExpectedError::SqlState(_) => Some(ExpectedError::SqlState(error.sqlstate.clone())),
        ExpectedError::Multiline(_) => Some(ExpectedError::Multiline(error_text(error))),
        ExpectedError::Inline(_) => {
            // Blanks between the words of a record's first line do not count: one fits any.
            let words: Vec<String> = error
                .message
                .split_whitespace()
                .map(regex::escape)
                .collect();
            let is_plain = words.join(" ") == regex::escape(&error.message);
            let pattern = words.join(if is_plain { " " } else { r"\s+" });
            regex::Regex::new(&pattern).ok().map(ExpectedError::Inline)
        }
    }
}

enum Expectation {
    Statement(StatementExpect),
    Query(QueryExpect<sqllogictest::DefaultColumnType>),
}

/// The first line of the record with another expectation, as the crate writes it.
fn header(record: &Record, new: Expectation) -> Option<String> {
    let mut record = record.clone();
    match (&mut record, new) {
        (Record::Statement { expected, .. }, Expectation::Statement(new)) => *expected = new,
        (Record::Query { expected, .. }, Expectation::Query(new)) => *expected = new,
        _ => return None,
    }
    record.to_string().lines().next().map(str::to_owned)
}

/// Lines of a record, from 0.
struct Extent {
    /// Its first.
    header: usize,
    /// The one behind its SQL.
    sql_end: usize,
    /// The one behind its last.
    end: usize,
}

impl Extent {
    /// Goes over the lines as the crate's parser does.
    fn of(lines: &Lines<'_>, header: usize, record: &Record) -> Self {
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
struct Lines<'a> {
    text: &'a str,
    /// Offset of each line and its text without its end.
    lines: Vec<(usize, &'a str)>,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
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
    fn replace(&self, extent: &Extent, header: Option<String>, section: Section) -> Edit {
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
