//! Services and volumes that are removed.

pub(super) use mzhost_test_artifacts::REMOVAL as GUEST;

use crate::harness::run;

#[test]
fn services_and_volumes_are_removed() {
    run(GUEST, &["default"]).done().exits(0).leaves_nothing();
}

#[test]
fn a_service_that_shares_a_network_is_made_anew_with_its_owner() {
    run(GUEST, &["shared"]).done().exits(0).leaves_nothing();
}

#[test]
fn what_is_unknown_or_in_use_is_refused() {
    run(GUEST, &["wrong"]).done().exits(0).leaves_nothing();
}
