//! Test files of a workflow: what they answer, where their failures are shown.

mod hostile;
mod rewriting;

pub(super) use mzhost_test_artifacts::TESTDRIVE as GUEST;

use serde_json::Value;

use crate::harness::{Mzhost, run};

/// The folder that it reads its own files from.
const ROOT: &str = "tests/guests/testdrive";

/// `mzhost run GUEST --root ROOT WORKFLOW ARGS…`.
fn guest(rest: &[&str]) -> Mzhost {
    run(GUEST, &["--root", ROOT]).args(rest)
}

#[test]
fn files_texts_and_jobs_pass() {
    guest(&["default"])
        .done()
        .exits(0)
        .says("pass/rows.td")
        .says("passed  6 commands")
        .leaves_nothing();
}

#[test]
fn servers_of_every_kind_are_reached_by_the_names_of_services() {
    guest(&["servers"]).done().exits(0).leaves_nothing();
}

#[test]
fn what_happens_is_told_in_the_span_of_the_call() {
    let done = guest(&[
        "--format",
        "jsonl",
        "alone",
        "hostile/env.td",
        "hostile/sleep.td",
    ])
    .done();
    let events: Vec<Value> = done
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let call = events
        .iter()
        .find(|event| event["operation"]["op"] == "test-files")
        .unwrap();
    let kinds: Vec<&str> = events
        .iter()
        .filter(|event| event["span"] == call["span"] && event["parent"] == call["parent"])
        .filter_map(|event| event["kind"].as_str())
        .collect();
    assert_eq!(
        kinds,
        [
            "call-started",
            "tests-started",
            "test-file-started",
            "test-command",
            "test-file-finished",
            "test-file-started",
            "test-command",
            "test-file-finished",
            "tests-finished",
            "call-finished",
        ],
        "{done}"
    );
}

#[test]
fn a_failure_is_shown_with_its_place_and_rows() {
    guest(&["up", "fail/rows.td", "default-timeout=1s"])
        .done()
        .exits(60)
        .says("fail/rows.td:6:1: ")
        .says("- 2        ropes")
        .says("+ 2        rope")
        .says("with the option seed=")
        .says("test.failed: 1 of 1 test file failed")
        .leaves_nothing();
    guest(&["up", "fail/rows.slt", "default-timeout=1s"])
        .done()
        .exits(60)
        .says("fail/rows.slt:1:1: ")
        .leaves_nothing();
}

#[test]
fn nothing_runs_when_a_file_cannot_be_parsed() {
    guest(&["up", "pass/*.td", "wrong/*.td", "var.word=x"])
        .done()
        .exits(61)
        .says("test.invalid: 2 errors in 2 test files; nothing was run")
        .says("wrong/one.td:4:3")
        .says("wrong/two.td:2:1")
        .never_says("pass/rows.td");
}

#[test]
fn a_glob_that_fits_nothing_is_named() {
    guest(&["alone", "pass/*.td", "none/*.td"])
        .done()
        .exits(61)
        .says("no file of the composition's folder fits \"none/*.td\"");
}

#[test]
fn an_option_that_is_not_known_is_named() {
    guest(&["alone", "pass/*.td", "jobbs=4"])
        .done()
        .exits(35)
        .says("there is no option \"jobbs\"; there are postgres-url, ");
    guest(&["alone", "pass/*.td", "jobs=65"])
        .done()
        .exits(35)
        .says("at most 64 files");
}

#[test]
fn a_service_that_does_not_run_is_told() {
    guest(&["alone", "pass/more.td", "default-timeout=1s"])
        .done()
        .exits(62)
        .says("service \"postgres\" has no container; bring it up first");
}

#[test]
fn a_name_that_is_no_service_is_told_with_those_there_are() {
    let url = "postgres-url=postgres://nowhere/x";
    guest(&["alone", "pass/more.td", url])
        .done()
        .exits(61)
        .says("there is no service \"nowhere\"; the composition's services are kafka, mysql, postgres, schema-registry");
}
