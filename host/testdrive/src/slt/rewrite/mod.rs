//! `--rewrite-results`: what came, in place of what a record expects. Whether a statement succeeds is left to the
//! author.

mod lines;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use sqllogictest::{ExpectedError, QueryExpect, StatementExpect, default_normalizer};

use lines::{Extent, Lines};

use super::output::{Output, error_text};
use super::script::Record;
use crate::position::Source;
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
