//! A guest that ends its process in place of returning.

pub(super) use mzhost_test_artifacts::EXITS as GUEST;

use crate::attacks::section::COMPUTING;
use crate::harness::run;

#[test]
fn a_guest_that_exits_has_failed() {
    run(GUEST, &[])
        .done()
        .exits(31)
        .attack(
            COMPUTING,
            "an exit in place of a result",
            "guest.panic: the guest exited instead of returning from its workflow",
        )
        .says("leaving early")
        .leaves_nothing();
}

#[test]
fn a_guest_that_exits_with_success_has_failed() {
    run(GUEST, &["success"])
        .done()
        .exits(31)
        .says("the guest exited instead of returning")
        .leaves_nothing();
}
