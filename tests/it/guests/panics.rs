//! A guest that panics.

pub(super) use mzhost_test_artifacts::PANICS as GUEST;

use crate::harness::run;

#[test]
fn a_panic_is_shown_with_message_and_place() {
    run(GUEST, &[])
        .done()
        .exits(31)
        .says("guest.panic: the guest panicked: the guest gives up")
        .says("(tests/guests/panics/src/lib.rs:13:5)")
        .leaves_nothing();
}
