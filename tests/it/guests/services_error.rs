//! A guest that cannot declare its services.

pub(super) use mzhost_test_artifacts::SERVICES_ERROR as GUEST;

use crate::harness::run;

#[test]
fn what_the_guest_says_in_place_of_its_services_is_shown() {
    run(GUEST, &[])
        .done()
        .exits(9)
        .says("services.invalid: the guest could not declare its services: grant VERSION")
        .leaves_nothing();
}
