//! `docs/limits.md` has a row for every limit of a run and of test files, with the number of the code.

use std::fs;
use std::time::Duration;

use mzhost_core::code::Code;
use mzhost_core::run::Limits;
use mzhost_testdrive::{avro, kafka, options, postgres, schema_registry, slt};

use super::repository;

#[test]
fn the_limits_are_those_of_the_code() {
    // Taken apart, so that a new limit without a row does not compile.
    let Limits {
        text,
        data,
        rows,
        row_bytes,
        connections,
        all_connections,
        all_jobs,
        calls,
        jobs,
        depth,
        input,
        messages,
        test_files,
        test_written,
        overrides,
        outputs,
        test_cases,
        archive,
        pids,
        engine_log,
        ready,
    } = Limits::default();
    let document = fs::read_to_string(repository().join("docs/limits.md")).unwrap();
    let size = |bytes: usize| format!("{} MiB", bytes >> 20);
    let large = |bytes: u64| format!("{} MiB", bytes >> 20);
    let seconds = |time: Duration| format!("{} s", time.as_secs());
    for (name, value) in [
        ("Text of one answer", size(text)),
        ("Bytes of one answer", size(data)),
        ("Rows of one query", rows.to_string()),
        ("Cells of one query", size(row_bytes)),
        ("SQL connections", connections.to_string()),
        ("Jobs", jobs.to_string()),
        ("SQL connections of a run", all_connections.to_string()),
        ("Jobs of a run", all_jobs.to_string()),
        ("Calls of a run", calls.to_string()),
        ("Nested workflows", depth.to_string()),
        ("Arguments of one call", size(input)),
        ("Messages of a run", size(messages)),
        ("All test files of one call", size(test_files)),
        ("What one test file writes", large(test_written)),
        ("Overrides at once", overrides.to_string()),
        ("All outputs in the run folder", large(outputs)),
        ("Test cases", test_cases.to_string()),
        ("Files for one container, build context", large(archive)),
        ("Processes of a container", pids.to_string()),
        ("Log that the engine keeps", large(engine_log)),
        ("Time to become ready", seconds(ready)),
    ] {
        let row = format!("| {name} | {value} |");
        assert!(document.contains(&row), "docs/limits.md has no row {row:?}");
    }
}

#[test]
fn the_limits_of_test_files_are_those_of_the_code() {
    // Taken apart, so that a new limit without a row does not compile.
    let options::Limits {
        file,
        written,
        records,
        http,
        result,
        sleep,
    } = options::Limits::default();
    let document = fs::read_to_string(repository().join("docs/limits.md")).unwrap();
    let size = |bytes: usize| format!("{} MiB", bytes >> 20);
    for (name, value) in [
        ("Test file", size(file)),
        ("Nested includes", slt::DEEPEST_INCLUDE.to_string()),
        ("Answer to one statement", size(postgres::ANSWER_LIMIT)),
        ("Packet of MySQL", size(result)),
        ("Output of one command", size(result)),
        ("Answer to one HTTP request", size(http)),
        (
            "Files that one test file writes",
            format!("{} MiB", written >> 20),
        ),
        ("One sleep", format!("{} s", sleep.as_secs())),
        ("Records of one `kafka-ingest`", records.to_string()),
        ("Messages of one `kafka-verify-data`", size(result)),
        ("Answer of a Kafka broker", size(kafka::LARGEST_ANSWER)),
        ("Batch of Kafka records, unpacked", size(kafka::BATCH_BYTES)),
        (
            "Answer of the schema registry",
            size(schema_registry::LARGEST_ANSWER),
        ),
        (
            "References of one schema",
            schema_registry::MOST_REFERENCES.to_string(),
        ),
        ("Nesting of an Avro value", avro::DEEPEST.to_string()),
        ("Parts of an Avro value", avro::MOST_VALUES.to_string()),
    ] {
        let row = format!("| {name} | {value} |");
        assert!(document.contains(&row), "docs/limits.md has no row {row:?}");
    }
}

#[test]
fn the_limits_name_their_codes() {
    let document = fs::read_to_string(repository().join("docs/limits.md")).unwrap();
    for code in Code::ALL
        .iter()
        .filter(|code| code.name().starts_with("limit."))
    {
        assert!(
            document.contains(&format!("`{}`", code.name())),
            "{}",
            code.name()
        );
    }
}
