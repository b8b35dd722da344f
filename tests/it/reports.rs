//! What a run writes: events, JUnit XML, colours, run folder.

use std::fs;

use mzhost_core::event::{Event, EventKind};
use mzhost_test_artifacts::{COMPOSE_FILE, CYCLE, OUTPUT, PANICS};

use crate::harness::{mzhost, run};

#[test]
fn json_lines_are_the_events_of_the_run_folder_without_gaps() {
    let done = run(COMPOSE_FILE, &["--format", "jsonl"])
        .done()
        .exits(0)
        .leaves_nothing();
    let file = fs::read_to_string(done.run_folder().join("events.jsonl")).unwrap();
    assert_eq!(file, done.out);

    let events: Vec<Event> = file
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    for (event, seq) in events.iter().zip(1..) {
        assert_eq!((event.seq, event.schema), (seq, 1), "{event:?}");
        assert_eq!(event.run, events[0].run);
    }
    assert!(events.is_sorted_by_key(|event| event.mono_us));
    assert!(matches!(events[0].kind, EventKind::RunStarted { .. }));
    let last = &events.last().unwrap().kind;
    assert!(
        matches!(last, EventKind::RunFinished { exit: 0, .. }),
        "{last:?}"
    );
}

#[test]
fn the_run_folder_is_private_and_keeps_the_logs() {
    use std::os::unix::fs::PermissionsExt;

    let done = run(mzhost_test_artifacts::DIES, &[]).done().exits(18);
    let folder = done.run_folder();
    let mode = fs::metadata(&folder).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    let log = fs::read_to_string(folder.join("logs/dies.log")).unwrap();
    assert!(log.contains("fatal: no configuration found"), "{log}");
    assert!(folder.join("journal.jsonl").is_file());
}

#[test]
fn junit_has_one_test_case_with_its_failure() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.xml");
    let junit = ["--junit", file.to_str().unwrap()];
    for (component, failure) in [(OUTPUT, None), (PANICS, Some("guest.panic"))] {
        drop(run(component, &[]).args(&junit).done());
        let text = fs::read_to_string(&file).unwrap();
        let report = roxmltree::Document::parse(&text).unwrap();
        let named = |name: &str| {
            report
                .descendants()
                .filter(|node| node.has_tag_name(name))
                .collect::<Vec<_>>()
        };
        let cases = named("testcase");
        assert_eq!(cases.len(), 1, "{text}");
        assert_eq!(cases[0].attribute("name"), Some("default"));
        let types: Vec<_> = named("failure")
            .iter()
            .map(|failure| failure.attribute("type"))
            .collect();
        assert_eq!(types, Vec::from_iter(failure.map(Some)), "{text}");
    }
}

#[test]
fn junit_that_cannot_be_written_is_told() {
    run(OUTPUT, &["--junit", "/proc/none/report.xml"])
        .done()
        .says("/proc/none/report.xml");
}

#[test]
fn colours_come_when_asked_for_only() {
    const ESCAPE: &str = "\u{1b}[";
    run(CYCLE, &["--color", "always"])
        .done()
        .exits(10)
        .says(ESCAPE);
    run(CYCLE, &["--color", "always"])
        .env("NO_COLOR", "1")
        .done()
        .says(ESCAPE);
    run(CYCLE, &[])
        .env("MZHOST_COLOR", "always")
        .done()
        .says(ESCAPE);
    run(CYCLE, &[]).done().never_says(ESCAPE);
    run(CYCLE, &[])
        .env("NO_COLOR", "1")
        .done()
        .never_says(ESCAPE);
    mzhost(&["list", "--color", "always", "no/such/folder"])
        .done()
        .exits(3)
        .says(ESCAPE);
}

#[test]
fn a_seed_that_was_given_is_printed() {
    run(OUTPUT, &["--seed", "42"])
        .done()
        .exits(0)
        .says("seed 42");
}
