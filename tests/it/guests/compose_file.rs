//! Services in a Compose file.

pub(super) use mzhost_test_artifacts::COMPOSE_FILE as GUEST;

use crate::harness::run;

#[test]
fn services_can_come_from_a_compose_file() {
    run(GUEST, &[]).done().exits(0).leaves_nothing();
}

#[test]
fn a_variable_that_is_not_granted_is_not_seen() {
    // The guest expects the default.
    run(GUEST, &[])
        .env("MZHOST_TEST_GRANTED", "something")
        .done()
        .exits(0)
        .leaves_nothing();
    run(GUEST, &["--allow-env", "MZHOST_TEST_GRANTED"])
        .env("MZHOST_TEST_GRANTED", "something")
        .done()
        .exits(1)
        .says("something")
        .leaves_nothing();
}
