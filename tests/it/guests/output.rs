//! All that a person sees of a guest.

pub(super) use mzhost_test_artifacts::OUTPUT as GUEST;

use crate::harness::{redact, run};

#[test]
fn everything_that_a_guest_prints_and_logs_is_shown_with_its_name() {
    let done = run(GUEST, &[]).done().exits(0).leaves_nothing();
    assert_eq!(
        redact(&done.out),
        "guest_output.wasm default  (project guest_output-ID, run ID, seed N)
services | declaring services
default | to standard output
default | to standard error
default | [tests/guests/output/src/lib.rs:18:5] 6 * 7 = 42
default | a message
default | warning: a warning
default | error: a problem
default | without a line end
passed  guest_output default in TIME
"
    );
}

#[test]
fn verbose_shows_details_and_quiet_shows_the_end() {
    run(GUEST, &["--verbose"]).done().exits(0).says("a detail");
    run(GUEST, &["--quiet"])
        .done()
        .exits(0)
        .says("passed")
        .never_says("to standard output")
        .never_says("a message");
}

#[test]
fn arguments_reach_the_workflow_as_they_are() {
    run(GUEST, &["args", "one", "--two", "drei vier"])
        .done()
        .exits(0)
        .says(r#"args | ["one", "--two", "drei vier"]"#);
}

#[test]
fn an_error_of_the_guest_keeps_its_code_and_details() {
    run(GUEST, &["fails"])
        .done()
        .exits(1)
        .says("shop.out-of-stock: no anvils are left")
        .says("item  anvil")
        .leaves_nothing();
}

#[test]
fn an_error_of_the_standard_library_fails_the_workflow() {
    run(GUEST, &["fails-to-parse"])
        .done()
        .exits(1)
        .says("workflow.failed: invalid digit found in string")
        .leaves_nothing();
}
