//! A call of a guest in one short line.

use serde_json::Value;

use super::text::{cut, sanitize};

/// The fields that say what a call is about, in reading order. The rest, such as contents and
/// options, would hide it.
const FIELDS: [&str; 22] = [
    "target",
    "services",
    "service",
    "container_port",
    "method",
    "path",
    "signal",
    "command",
    "name",
    "names",
    "args",
    "statement",
    "statements",
    "query",
    "pattern",
    "glob",
    "language",
    "input",
    "globs",
    "source",
    "job",
    "work",
];

const LONGEST: usize = 100;

/// The title of an operation as it stands in an event.
pub(super) fn title(operation: &Value) -> String {
    let mut words = Vec::new();
    collect(operation, &mut words);
    let words: Vec<_> = words.join(" ").split_whitespace().map(sanitize).collect();
    cut(&words.join(" "), LONGEST)
}

fn collect(value: &Value, words: &mut Vec<String>) {
    match value {
        Value::String(text) => words.push(text.clone()),
        Value::Number(number) => words.push(number.to_string()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, words)),
        Value::Object(fields) => {
            // A job's work carries its kind under the same name as the field that holds it.
            let kind = fields
                .get("op")
                .or_else(|| fields.get("work").filter(|work| work.is_string()));
            words.extend(kind.and_then(Value::as_str).map(str::to_owned));
            for field in FIELDS {
                if let Some(value) = fields.get(field).filter(|value| Some(*value) != kind) {
                    collect(value, words);
                }
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::{
        ExecOptions, JobWork, Operation, SqlTarget, TestFiles, TestInput, TestLanguage, TestOption,
        TlsMode,
    };

    fn title_of(operation: &Operation) -> String {
        title(&serde_json::to_value(operation).unwrap())
    }

    #[test]
    fn names_what_a_call_is_about() {
        let up = Operation::Up {
            services: vec!["db".into(), "web".into()],
            wait: true,
            timeout_ms: None,
        };
        assert_eq!(title_of(&up), "up db web");
        let target = SqlTarget {
            service: "db".into(),
            port: 5432,
            user: "postgres".into(),
            password: Some("secret".into()),
            database: "postgres".into(),
            tls: TlsMode::Disable,
        };
        let connect = Operation::SqlConnect {
            target,
            timeout_ms: None,
        };
        assert_eq!(title_of(&connect), "sql-connect db");
        let query = Operation::SqlQuery {
            connection: 1,
            statement: "SELECT\n   1\x1b[2J".into(),
            params: vec![Some("secret".into())],
        };
        assert_eq!(title_of(&query), "sql-query SELECT 1\\x1b[2J");
        let work = JobWork::Exec {
            service: "db".into(),
            command: vec!["sleep".into(), "1".into()],
            options: ExecOptions::default(),
        };
        assert_eq!(
            title_of(&Operation::JobStart { work }),
            "job-start exec db sleep 1"
        );
    }

    #[test]
    fn test_files_are_named_without_their_text_and_options() {
        let tests = |input| {
            Operation::TestFiles(TestFiles {
                language: TestLanguage::Testdrive,
                input,
                options: vec![TestOption {
                    name: "seed".into(),
                    value: "1".into(),
                }],
            })
        };
        let globs = tests(TestInput::Globs(vec!["a/*.td".into(), "b.td".into()]));
        assert_eq!(title_of(&globs), "test-files testdrive a/*.td b.td");
        let source = tests(TestInput::Source {
            name: "inline.td".into(),
            text: "> select 1".into(),
        });
        assert_eq!(title_of(&source), "test-files testdrive inline.td");
    }

    #[test]
    fn a_long_statement_is_cut() {
        let statements = "SELECT 1; ".repeat(100);
        let batch = Operation::SqlBatch {
            connection: 1,
            statements,
        };
        assert_eq!(title_of(&batch).chars().count(), LONGEST);
    }
}
