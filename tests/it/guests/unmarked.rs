//! A function that looks like a workflow.

pub(super) use mzhost_test_artifacts::UNMARKED as GUEST;

use crate::harness::mzhost;

#[test]
fn a_workflow_without_the_attribute_is_warned_of() {
    // Only a folder has sources.
    mzhost(&["list", "tests/guests/unmarked"])
        .env("CARGO_NET_OFFLINE", "true")
        .done()
        .exits(0)
        .says("src/lib.rs:18: the function workflow_forgotten is no workflow without the attribute #[workflow]");
    mzhost(&["list", GUEST])
        .done()
        .exits(0)
        .never_says("workflow_forgotten");
}
