//! A service that exits as soon as it starts.

pub(super) use mzhost_test_artifacts::DIES as GUEST;

use crate::harness::run;

#[test]
fn a_service_that_dies_at_start_is_shown_with_its_exit_code_and_log() {
    run(GUEST, &[])
        .done()
        .exits(18)
        .says(r#"service.exited: service "dies" exited with 3"#)
        .says("last log lines of dies")
        .says("| fatal: no configuration found")
        .says("/logs/dies.log")
        .leaves_nothing();
}
