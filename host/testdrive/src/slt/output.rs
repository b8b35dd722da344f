//! What a record's statement or command came to, in the form in which files hold it.

use md5::{Digest, Md5};
use sqllogictest::{QueryExpect, ResultMode, SortMode};

use super::script::Record;
use crate::postgres::{Answer, SqlError};

/// What came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Output {
    /// Rows of a query; none of a statement that returns none.
    Rows(Vec<Vec<String>>),
    /// A statement ended; rows changed, where that is known.
    Done(Option<u64>),
    /// The server refused it.
    Failed(SqlError),
    /// A command ended; what it printed.
    Printed(String),
}

/// What `control` and `hash-threshold` set.
#[derive(Debug, Clone, Default)]
pub(super) struct Settings {
    pub(super) sort_mode: Option<SortMode>,
    pub(super) result_mode: Option<ResultMode>,
    pub(super) substitution: bool,
    /// Results of more values are hashed; 0 is never.
    pub(super) hash_threshold: u64,
}

/// What a statement answered, as the record and the settings want it.
pub(super) fn of_answer(record: &Record, answer: Answer, settings: &Settings) -> Output {
    if answer.columns.is_empty() {
        return Output::Done(Some(answer.affected));
    }
    let mut rows: Vec<Vec<String>> = answer
        .rows
        .into_iter()
        .map(|row| row.into_iter().map(cell).collect())
        .collect();
    let Record::Query { expected, .. } = record else {
        return Output::Rows(rows);
    };
    let (own_mode, hashed) = match expected {
        QueryExpect::Results {
            sort_mode, results, ..
        } => (*sort_mode, is_hash(results)),
        QueryExpect::Error(_) => (None, false),
    };
    match own_mode.or(settings.sort_mode) {
        None | Some(SortMode::NoSort) => {}
        Some(SortMode::RowSort) => rows.sort_unstable(),
        Some(SortMode::ValueSort) => {
            rows = one_by_one(rows);
            rows.sort_unstable();
        }
    }
    let values = rows.iter().map(Vec::len).sum::<usize>();
    let threshold = usize::try_from(settings.hash_threshold).unwrap_or(usize::MAX);
    // A file that gives a hash means one, also where nothing sets the threshold.
    if hashed || (threshold > 0 && values > threshold) {
        let text = format!("{values} values hashing to {}", hash(&rows));
        return Output::Rows(vec![vec![text]]);
    }
    match settings.result_mode {
        Some(ResultMode::ValueWise) => Output::Rows(one_by_one(rows)),
        _ => Output::Rows(rows),
    }
}

/// A cell as the crate's engine for PostgreSQL writes it.
fn cell(value: Option<String>) -> String {
    match value {
        None => "NULL".to_owned(),
        Some(text) if text.is_empty() => "(empty)".to_owned(),
        Some(text) => text,
    }
}

fn one_by_one(rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    rows.into_iter()
        .flatten()
        .map(|value| vec![value])
        .collect()
}

/// MD5 of all values, each with a line's end.
fn hash(rows: &[Vec<String>]) -> String {
    let mut md5 = Md5::new();
    for value in rows.iter().flatten() {
        md5.update(value.as_bytes());
        md5.update(b"\n");
    }
    let digits = md5.finalize();
    let digits: Vec<String> = digits.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

/// Whether the expected results are `N values hashing to MD5`.
fn is_hash(results: &[String]) -> bool {
    let [line] = results else {
        return false;
    };
    let Some((count, md5)) = line.trim().split_once(" values hashing to ") else {
        return false;
    };
    count.bytes().all(|byte| byte.is_ascii_digit())
        && md5.len() == 32
        && md5.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A server's error as the crate's engine for PostgreSQL writes it.
pub(super) fn error_text(error: &SqlError) -> String {
    let mut text = format!("db error: {error}");
    if let Some(detail) = &error.detail {
        text.push_str("\nDETAIL: ");
        text.push_str(detail);
    }
    if let Some(hint) = &error.hint {
        text.push_str("\nHINT: ");
        text.push_str(hint);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postgres::Column;

    fn output(file: &str, rows: &[&[Option<&str>]], settings: &Settings) -> Vec<Vec<String>> {
        let record = sqllogictest::parse(file).unwrap().remove(0);
        let column = Column {
            name: String::new(),
            type_name: String::new(),
        };
        let cells =
            |row: &&[Option<&str>]| row.iter().map(|cell| cell.map(str::to_owned)).collect();
        let answer = Answer {
            columns: vec![column],
            rows: rows.iter().map(cells).collect(),
            affected: 0,
        };
        match of_answer(&record, answer, settings) {
            Output::Rows(rows) => rows,
            other => panic!("{other:?}"),
        }
    }

    const ROWS: &[&[Option<&str>]] = &[&[Some("b"), None], &[Some(""), Some("a")]];

    #[test]
    fn rows_are_sorted_as_the_record_or_the_file_says() {
        let mut settings = Settings::default();
        let plain = "query TT\nselect\n----\n";
        assert_eq!(
            output(plain, ROWS, &settings),
            [["b", "NULL"], ["(empty)", "a"]]
        );
        settings.sort_mode = Some(SortMode::RowSort);
        assert_eq!(
            output(plain, ROWS, &settings),
            [["(empty)", "a"], ["b", "NULL"]]
        );
        let by_value = "query TT valuesort\nselect\n----\n";
        assert_eq!(
            output(by_value, ROWS, &settings),
            [["(empty)"], ["NULL"], ["a"], ["b"]]
        );
        settings.result_mode = Some(ResultMode::ValueWise);
        let unsorted = "query TT nosort\nselect\n----\n";
        assert_eq!(
            output(unsorted, ROWS, &settings),
            [["b"], ["NULL"], ["(empty)"], ["a"]]
        );
    }

    #[test]
    fn results_are_hashed_above_the_threshold_and_where_the_file_has_a_hash() {
        let mut settings = Settings::default();
        let rows: &[&[Option<&str>]] = &[&[Some("1")], &[Some("2")]];
        // printf '1\n2\n' | md5sum
        let expected = "2 values hashing to 6ddb4095eb719e2a9f0a3f95677d24e0";
        let hashed = format!("query I\nselect\n----\n{expected}\n");
        assert_eq!(output(&hashed, rows, &settings), [[expected]]);
        settings.hash_threshold = 1;
        assert_eq!(
            output("query I\nselect\n----\n", rows, &settings),
            [[expected]]
        );
        settings.hash_threshold = 2;
        assert_eq!(
            output("query I\nselect\n----\n", rows, &settings),
            [["1"], ["2"]]
        );
    }
}
