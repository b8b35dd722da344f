//! A guest that prints without end.

pub(super) use mzhost_test_artifacts::FLOODS as GUEST;

use crate::harness::run;

#[test]
fn lines_without_end_are_limited() {
    limited("default");
}

#[test]
fn a_line_without_end_is_limited() {
    limited("one-line");
}

fn limited(workflow: &str) {
    run(GUEST, &[workflow, "--guest-output", "1"])
        .done()
        .exits(41)
        .says("limit.output:")
        .says("raise the limit with --guest-output")
        .leaves_nothing();
}
