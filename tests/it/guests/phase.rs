//! Calls while services are declared.

pub(super) use mzhost_test_artifacts::PHASE as GUEST;

use crate::harness::run;

#[test]
fn only_what_touches_no_engine_answers_while_services_are_declared() {
    // The guest checks the answers.
    run(GUEST, &[]).done().exits(0).leaves_nothing();
}
