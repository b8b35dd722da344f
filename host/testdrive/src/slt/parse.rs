//! From text to records, with errors that say what to write.

use regex::Regex;
use sqllogictest::ParseErrorKind;

use super::script::{Record, line_start};
use crate::parse::ParseError;
use crate::position::Source;

/// Errors of one file that are told together.
const MOST_ERRORS: usize = 20;

const RECORDS: &str = "statement, query, let, system, include, connection, skipif, onlyif, sleep, control, \
    hash-threshold, subtest, halt";

/// The records of a file; `include` is not expanded.
pub(super) fn records(source: &Source) -> Result<Vec<Record>, Vec<ParseError>> {
    let mut text = source.text().to_owned();
    let mut errors = Vec::new();
    loop {
        let (kind, line) = match sqllogictest::parse_with_name(&text, source.name()) {
            Ok(records) if errors.is_empty() => return Ok(records),
            Ok(_) => return Err(errors),
            Err(error) => (error.kind(), error.location().line()),
        };
        let line = usize::try_from(line).unwrap_or(1);
        let at_end = kind == ParseErrorKind::UnexpectedEOF;
        // The parser points behind the end.
        let line = if at_end { line.saturating_sub(1) } else { line };
        errors.push(describe(source, line, &kind));
        if at_end || errors.len() >= MOST_ERRORS {
            return Err(errors);
        }
        // The parser stops at its first error: the rest is parsed without the record that is wrong.
        text = without_record(&text, line);
    }
}

/// The text with a record's lines empty, so that all other lines keep their numbers.
fn without_record(text: &str, line: usize) -> String {
    let (before, record) = text.split_at(line_start(text, line));
    let mut result = before.to_owned();
    let mut in_record = true;
    for (index, line) in record.split_inclusive('\n').enumerate() {
        in_record &= index == 0 || !line.trim_end().is_empty();
        result.push_str(if in_record { "\n" } else { line });
    }
    result
}

fn describe(source: &Source, line: usize, kind: &ParseErrorKind) -> ParseError {
    let text = source.line(line);
    let (token, message) = match kind {
        ParseErrorKind::InvalidLine(_) => (None, wrong_line(text)),
        ParseErrorKind::UnexpectedEOF => (
            None,
            "the file ends here; write the SQL or the command below this line".to_owned(),
        ),
        ParseErrorKind::InvalidErrorMessage(pattern) => {
            let reason = Regex::new(pattern).err().map(|error| error.to_string());
            let reason = reason.unwrap_or_default();
            let reason = reason.lines().last().unwrap_or_default();
            let reason = reason.trim_start_matches("error: ");
            (
                Some(pattern),
                format!("the expected error is no regular expression: {reason}"),
            )
        }
        ParseErrorKind::InvalidNumber(token) => (Some(token), format!("{token:?} is no number")),
        ParseErrorKind::InvalidDuration(token) => (
            Some(token),
            format!("{token:?} is no duration; write it like 500ms or 2s"),
        ),
        ParseErrorKind::InvalidSortMode(token) => (
            Some(token),
            format!(
                "{token:?} is no mode; sort modes are nosort, rowsort and valuesort, result modes rowwise and valuewise"
            ),
        ),
        ParseErrorKind::InvalidControl(token) => {
            (Some(token), format!("{token:?} is neither on nor off"))
        }
        ParseErrorKind::UnexpectedToken(token) => (
            Some(token),
            format!("unexpected {token:?}; what may follow here is `retry N backoff DURATION`"),
        ),
        ParseErrorKind::InvalidVariableName(token) => (
            Some(token),
            format!("{token:?} is no name of a variable; names consist of letters, digits and _"),
        ),
        ParseErrorKind::DuplicatedErrorMessage => (
            None,
            "the expected error stands both behind `error` and below ----; keep one".to_owned(),
        ),
        ParseErrorKind::StatementHasResults => (
            None,
            "a statement has no results; write `query` in place of `statement`".to_owned(),
        ),
        other => (None, other.to_string()),
    };
    let column = token.and_then(|token| text.find(token.as_str()));
    let offset = line_start(source.text(), line) + column.unwrap_or_default();
    ParseError::new(source, offset, message)
}

fn wrong_line(line: &str) -> String {
    match line.split_whitespace().next() {
        Some("statement") => {
            "a statement is `statement ok`, `statement count N` or `statement error REGEX`".to_owned()
        }
        Some("control") => {
            "controls are `control sortmode MODE`, `control resultmode MODE` and `control substitution on`"
                .to_owned()
        }
        Some("let") => "write `let NAME` or `let NAME, NAME` and the query below".to_owned(),
        Some("system") => "write `system ok` and the command below".to_owned(),
        first => format!(
            "no record begins with {:?}; records are {RECORDS}. An empty line within SQL ends the record",
            first.unwrap_or_default()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(text: &str) -> Vec<String> {
        let errors = records(&Source::new("a.slt", text)).unwrap_err();
        let place = |error: &ParseError| {
            let location = error.location;
            format!("{}:{} {}", location.line, location.column, error.message)
        };
        errors.iter().map(place).collect()
    }

    #[test]
    fn all_errors_are_found_with_their_places() {
        let text = "stmt ok\nselect 1\n\nstatement ok retry x backoff 1s\nselect 1\n\nsleep soon\n";
        let found = errors(text);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].starts_with("1:1 no record begins with \"stmt\""));
        assert_eq!(found[1], "4:20 \"x\" is no number");
        assert!(found[2].starts_with("7:7 \"soon\" is no duration"));
    }

    #[test]
    fn a_record_without_sql_and_a_wrong_regex_are_told() {
        assert!(errors("\nstatement ok")[0].starts_with("2:1 the file ends here"));
        let found = errors("statement error a(b\nselect 1\n");
        assert!(
            found[0].starts_with("1:17 ") && found[0].ends_with("unclosed group"),
            "{found:?}"
        );
    }
}
