//! Services that a test chooses; most tests with it are in `policy`.

pub(super) use mzhost_test_artifacts::ANY_SERVICES as GUEST;

use crate::harness::run;

#[test]
fn a_document_that_is_not_granted_is_asked_for() {
    run(GUEST, &[])
        .env("DOCUMENT", "services: {}")
        .done()
        .exits(9)
        .says("grant DOCUMENT")
        .leaves_nothing();
}
