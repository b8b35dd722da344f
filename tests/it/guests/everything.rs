//! A guest that calls everything.

pub(super) use mzhost_test_artifacts::EVERYTHING as GUEST;

use crate::harness::run;

/// The folder that it reads its own files from.
const ROOT: [&str; 2] = ["--root", "tests/guests/everything"];

#[test]
fn every_call_without_sql_answers() {
    passes("default");
}

#[test]
fn every_call_of_sql_answers() {
    passes("sql");
}

#[test]
fn every_call_of_test_files_answers() {
    passes("tests");
}

#[test]
fn connections_are_limited_to_64() {
    passes("connections");
}

#[test]
fn a_hidden_workflow_can_be_run_with_arguments() {
    run(GUEST, &["child", "a", "b"]).done().exits(0);
    run(GUEST, &["child", "a"])
        .done()
        .exits(1)
        .says("the arguments are [\"a\"]");
}

fn passes(workflow: &str) {
    run(GUEST, &[workflow])
        .args(&ROOT)
        // It asks where a port is published.
        .args(&["--allow-net"])
        .done()
        .exits(0)
        .says("passed  guest_everything")
        .leaves_nothing();
}
