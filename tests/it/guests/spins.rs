//! A guest that never ends.

pub(super) use mzhost_test_artifacts::SPINS as GUEST;

use crate::attacks::section::COMPUTING;
use crate::harness::run;

#[test]
fn an_endless_loop_ends_at_the_time_limit() {
    run(GUEST, &["default", "--timeout", "1s"])
        .done()
        .exits(123)
        .attack(
            COMPUTING,
            "an endless loop in a workflow",
            "limit.cpu: the time limit of 1s passed while the guest was computing",
        )
        .says("raise it with --timeout")
        .leaves_nothing();
}

#[test]
fn waiting_for_the_host_ends_at_the_time_limit() {
    run(GUEST, &["waits", "--timeout", "5s"])
        .done()
        .exits(124)
        .attack(
            COMPUTING,
            "a wait for what never comes",
            "limit.time: the time limit of 5s passed while the guest was waiting in wait-for-log of box",
        )
        .says("raise it with --timeout")
        .leaves_nothing();
}
