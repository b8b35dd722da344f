//! A composition without the workflow `default`.

pub(super) use mzhost_test_artifacts::NO_DEFAULT as GUEST;

use crate::harness::run;

#[test]
fn an_unknown_workflow_is_answered_with_those_that_there_are() {
    run(GUEST, &["third"])
        .done()
        .exits(8)
        .says(r#"there is no workflow "third"; the composition has: first, second-one"#)
        .leaves_nothing();
}

#[test]
fn without_a_default_the_list_is_shown() {
    run(GUEST, &[])
        .done()
        .exits(8)
        .says("the composition has: first, second-one")
        .leaves_nothing();
}

#[test]
fn a_workflow_is_run_by_its_name_with_hyphens() {
    run(GUEST, &["second-one"]).done().exits(0).leaves_nothing();
}
