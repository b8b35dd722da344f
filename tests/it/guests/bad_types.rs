//! A workflow of the wrong type.

pub(super) use mzhost_test_artifacts::BAD_TYPES as GUEST;

use crate::harness::run;

#[test]
fn a_workflow_of_the_wrong_type_is_named_with_both_types() {
    run(GUEST, &[])
        .done()
        .exits(7)
        .says("component.type: the export workflow-default is func(u32) -> result<_, string>")
        .says("must be func(list<string>) -> result<_, error>")
        .leaves_nothing();
}
