//! Services in place of others.

pub(super) use mzhost_test_artifacts::OVERRIDES as GUEST;

use crate::harness::run;

#[test]
fn services_are_replaced_and_come_back() {
    run(GUEST, &["default"]).done().exits(0).leaves_nothing();
}

#[test]
fn services_come_back_however_the_workflow_ends() {
    run(GUEST, &["ended"]).done().exits(0).leaves_nothing();
}

#[test]
fn documents_that_are_wrong_or_not_granted_are_refused() {
    run(GUEST, &["wrong"]).done().exits(0).leaves_nothing();
}

#[test]
fn images_that_the_user_names_take_the_place_of_those_of_overrides() {
    run(GUEST, &["--image", "one=debian:bookworm-slim", "image"])
        .done()
        .exits(0)
        .says("image debian:bookworm-slim in place of no/such:1")
        .leaves_nothing();
}

#[test]
fn overrides_are_limited_to_64() {
    run(GUEST, &["too-many"])
        .done()
        .exits(45)
        .says("services are overridden 64 times at once")
        .leaves_nothing();
}
