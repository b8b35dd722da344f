//! The documents that repeat what the code says are compared with it.

mod actions;
mod capabilities;
mod catalog;
mod cli;
mod limits;
mod links;
mod reference;
mod wit;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use mzhost_core::code::Code;
use mzhost_core::event::{Event, EventKind};

/// The folder of the whole project.
fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Compares a document that is written by a test; `BLESS=1` writes it.
fn compare(name: &str, expected: &str) {
    let path = repository().join(name);
    if env::var_os("BLESS").is_some() {
        let written = fs::write(&path, expected);
        assert!(written.is_ok(), "cannot write {name}: {written:?}");
    }
    let actual = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        actual == expected,
        "{name} is old: `BLESS=1 cargo test -p mzhost-core --test docs` writes it anew"
    );
}

#[test]
fn the_error_codes_are_those_of_the_code() {
    let mut expected = String::from(ERROR_CODES);
    for code in Code::ALL {
        let (name, exit, meaning) = (code.name(), code.exit(), code.meaning());
        writeln!(expected, "| `{name}` | {exit} | {meaning} |").unwrap();
    }
    compare("docs/error-codes.md", &expected);
}

const ERROR_CODES: &str = "\
# Error codes and exit codes

<!-- Written by `BLESS=1 cargo test -p mzhost-core --test docs` from `host/core/src/code.rs`. -->

Every error has a dotted name. It is `error.code` in a workflow, `fault.code` in the events (see
[events.md](events.md)), `type` of a failure in JUnit XML and the first word of a failure in the terminal. A run that
ends with the error ends with its exit code; a run that passes ends with 0. A workflow may return errors with names of
its own: the exit code is then that of `workflow.failed`.

Names and exit codes are kept; new ones may come. Exit codes from 129 on are 128 and the signal's number.

| Code | Exit code | Meaning |
| --- | --- | --- |
";

#[test]
fn the_events_have_examples_that_can_be_read() {
    let text = fs::read_to_string(repository().join("docs/events.md")).unwrap();
    let mut missing = event_kinds();
    assert!(missing.contains(&"run-finished".to_owned()), "{missing:?}");
    for line in text.lines().filter(|line| line.starts_with('{')) {
        let event: Event =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let again = serde_json::to_value(&event).unwrap();
        let json: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(again, json, "the example has all fields, and no others");
        missing.retain(|kind| json["kind"] != kind.as_str());
    }
    assert_eq!(missing, Vec::<String>::new(), "kinds without an example");
}

/// The names of all kinds, from the message that serde gives for an unknown one.
fn event_kinds() -> Vec<String> {
    let unknown = serde_json::from_str::<EventKind>(r#"{"kind":"unknown"}"#);
    let message = unknown
        .err()
        .map_or_else(String::new, |error| error.to_string());
    let names = message.split_once("expected one of ");
    names.map_or_else(Vec::new, |(_, names)| {
        names
            .split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect()
    })
}
