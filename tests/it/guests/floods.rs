//! A guest that prints without end.

pub(super) use mzhost_test_artifacts::FLOODS as GUEST;

use crate::attacks::section::COMPUTING;
use crate::harness::run;

#[test]
fn lines_without_end_are_limited() {
    limited("default", "lines of output without end");
}

#[test]
fn a_line_without_end_is_limited() {
    limited("one-line", "a line of output without end");
}

fn limited(workflow: &str, attack: &str) {
    run(GUEST, &[workflow, "--guest-output", "1"])
        .done()
        .exits(41)
        .attack(
            COMPUTING,
            attack,
            "limit.output: the guest wrote more than 1048576 bytes to standard output and standard error",
        )
        .says("raise the limit with --guest-output")
        .leaves_nothing();
}
