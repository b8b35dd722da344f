//! Compares what came with what a record expects.

use sqllogictest::{
    ExpectedError, QueryExpect, StatementExpect, default_normalizer, default_validator,
};

use super::output::{Output, error_text};
use super::script::Record;
use crate::diff;
use crate::failure::Error;
use crate::postgres::SqlError;

/// Compares; the error says what differs.
pub(super) fn check(record: &Record, output: &Output) -> Result<(), Error> {
    match (record, output) {
        (Record::Statement { expected, .. }, output) => statement(expected, output),
        (Record::Query { expected, .. }, output) => query(expected, output),
        (Record::System { stdout, .. }, Output::Printed(printed)) => match stdout {
            Some(expected) if expected.trim() != printed.trim() => {
                Err(Error::test("the command printed something else")
                    .difference(diff::texts(expected.trim(), printed.trim())))
            }
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

fn statement(expected: &StatementExpect, output: &Output) -> Result<(), Error> {
    match (expected, output) {
        (StatementExpect::Error(expected), Output::Failed(error)) => fails(expected, error),
        (StatementExpect::Error(expected), _) => Err(succeeded(expected)),
        (_, Output::Failed(error)) => Err(failed("the statement", error)),
        (StatementExpect::Count(expected), output) => match rows_of(output) {
            Some(count) if count == *expected => Ok(()),
            Some(count) => Err(Error::test(format!(
                "the statement should return or change {expected} rows, and did {count}"
            ))
            .difference(diff::texts(&expected.to_string(), &count.to_string()))),
            None => Err(Error::file(
                "a record with a count takes one statement; put the others into records of their own",
            )),
        },
        (StatementExpect::Ok, _) => Ok(()),
    }
}

fn rows_of(output: &Output) -> Option<u64> {
    match output {
        Output::Rows(rows) => u64::try_from(rows.len()).ok(),
        Output::Done(count) => *count,
        Output::Failed(_) | Output::Printed(_) => None,
    }
}

fn query(
    expected: &QueryExpect<sqllogictest::DefaultColumnType>,
    output: &Output,
) -> Result<(), Error> {
    match (expected, output) {
        (QueryExpect::Error(expected), Output::Failed(error)) => fails(expected, error),
        (QueryExpect::Error(expected), _) => Err(succeeded(expected)),
        (_, Output::Failed(error)) => Err(failed("the query", error)),
        (QueryExpect::Results { results, .. }, output) => {
            let none = Vec::new();
            let rows = match output {
                Output::Rows(rows) => rows,
                _ => &none,
            };
            if default_validator(default_normalizer, rows, results) {
                return Ok(());
            }
            Err(Error::test(wrong_rows(output, results.len()))
                .difference(rows_difference(rows, results)))
        }
    }
}

fn wrong_rows(output: &Output, expected: usize) -> String {
    match output {
        Output::Rows(rows) if rows.len() != expected => {
            format!("{} rows came, and {expected} are expected", rows.len())
        }
        Output::Rows(_) => "other rows came than expected".to_owned(),
        _ => "the statement returns no rows; write `statement ok`".to_owned(),
    }
}

/// The difference without blanks that do not count.
fn rows_difference(rows: &[Vec<String>], expected: &[String]) -> String {
    let rows: Vec<String> = rows.iter().map(|row| row.join(" ")).collect();
    if expected.iter().any(|line| line.contains("<slt:ignore>")) {
        return diff::texts(&expected.join("\n"), &rows.join("\n"));
    }
    let normal = |lines: &[String]| {
        let lines: Vec<String> = lines.iter().map(default_normalizer).collect();
        lines.join("\n")
    };
    diff::texts(&normal(expected), &normal(&rows))
}

/// Whether the error is the expected one. Texts may be written as the crate's engine has them (`db error: ERROR: …`),
/// as the server's (`ERROR: …`), or as the message alone.
fn fails(expected: &ExpectedError, error: &SqlError) -> Result<(), Error> {
    let full = error_text(error);
    let state = Some(error.sqlstate.as_str());
    let server = full.trim_start_matches("db error: ");
    if [full.as_str(), server, &error.message]
        .iter()
        .any(|text| expected.is_match(text, state))
    {
        return Ok(());
    }
    let (expected, actual) = match expected {
        ExpectedError::SqlState(state) => (state.clone(), error.sqlstate.clone()),
        ExpectedError::Inline(regex) => (regex.to_string(), error.message.clone()),
        ExpectedError::Multiline(text) => (text.clone(), full.clone()),
        ExpectedError::Empty => (String::new(), full.clone()),
    };
    Err(Error::test("it failed with another error than expected")
        .difference(diff::texts(&expected, &actual))
        .server(with_state(error)))
}

fn succeeded(expected: &ExpectedError) -> Error {
    let expected = match expected {
        ExpectedError::Empty => "an error".to_owned(),
        ExpectedError::Inline(regex) => format!("the error {regex}"),
        ExpectedError::SqlState(state) => format!("an error with SQLSTATE {state}"),
        ExpectedError::Multiline(text) => format!("the error {}", text.trim()),
    };
    Error::test(format!("it succeeded, and {expected} is expected"))
}

fn failed(what: &str, error: &SqlError) -> Error {
    Error::test(format!("{what} failed: {}", error.message)).server(with_state(error))
}

/// The server's error with its SQLSTATE.
fn with_state(error: &SqlError) -> String {
    let text = error_text(error);
    let text = text.trim_start_matches("db error: ");
    if error.sqlstate.is_empty() {
        text.to_owned()
    } else {
        format!("{text} (SQLSTATE {})", error.sqlstate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(file: &str, output: &Output) -> Result<(), String> {
        let record = sqllogictest::parse(file).unwrap().remove(0);
        check(&record, output).map_err(|error| error.message)
    }

    fn rows(rows: &[&[&str]]) -> Output {
        let row = |row: &&[&str]| row.iter().map(|&cell| cell.to_owned()).collect();
        Output::Rows(rows.iter().map(row).collect())
    }

    fn error() -> Output {
        Output::Failed(SqlError {
            severity: "ERROR".to_owned(),
            message: "division by zero".to_owned(),
            detail: Some("here".to_owned()),
            hint: None,
            sqlstate: "22012".to_owned(),
            closed: false,
            position: None,
        })
    }

    #[test]
    fn rows_are_compared_without_regard_to_blanks() {
        let file = "query IT\nselect\n----\n1\ta  b\n2 <slt:ignore>\n";
        assert!(checked(file, &rows(&[&["1", "a b"], &["2", "x"]])).is_err());
        let file = "query IT\nselect\n----\n1\ta  b\n2 c\n";
        assert_eq!(checked(file, &rows(&[&["1", "a b"], &["2", "c"]])), Ok(()));
        assert!(checked(file, &rows(&[&["2", "c"], &["1", "a b"]])).is_err());
        let file = "query IT\nselect\n----\n1 <slt:ignore>\n2 c\n";
        assert_eq!(checked(file, &rows(&[&["1", "zz"], &["2", "c"]])), Ok(()));
    }

    #[test]
    fn statements_count_rows() {
        let file = "statement count 2\nselect\n";
        assert_eq!(checked(file, &rows(&[&["1"], &["2"]])), Ok(()));
        assert_eq!(checked(file, &Output::Done(Some(2))), Ok(()));
        assert!(checked(file, &Output::Done(Some(3))).is_err());
        assert!(checked(file, &Output::Done(None)).is_err());
    }

    #[test]
    fn errors_fit_in_every_form() {
        for expected in [
            "statement error\nselect\n",
            "statement error by zero$\nselect\n",
            "statement error ^db error: ERROR: div\nselect\n",
            "statement error (22012)\nselect\n",
            "query error ^division by zero$\nselect\n",
            "statement error\nselect\n----\ndivision by zero\n",
            "statement error\nselect\n----\nERROR: division by zero\nDETAIL: here\n",
            "query error\nselect\n----\ndb error: ERROR: division by zero\nDETAIL: here\n",
        ] {
            assert_eq!(checked(expected, &error()), Ok(()), "{expected}");
        }
        for other in [
            "statement error by one\nselect\n",
            "statement error (22013)\nselect\n",
            "statement error\nselect\n----\ndivision\n",
            "statement ok\nselect\n",
            "query I\nselect\n",
        ] {
            assert!(checked(other, &error()).is_err(), "{other}");
        }
        assert!(checked("statement error\nselect\n", &Output::Done(Some(0))).is_err());
        assert!(checked("query error x\nselect\n", &rows(&[])).is_err());
    }
}
