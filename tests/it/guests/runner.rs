//! A component that lists and runs its workflows itself.

pub(super) use mzhost_test_artifacts::RUNNER as GUEST;

use crate::harness::{mzhost, run};

#[test]
fn a_runner_runs_workflows_by_name_with_arguments() {
    run(GUEST, &["secret", "a", "-b"])
        .done()
        .exits(0)
        .says(r#"hello from secret ["a", "-b"]"#)
        .leaves_nothing();
}

#[test]
fn an_error_of_a_runner_keeps_its_code() {
    run(GUEST, &["fails"])
        .done()
        .exits(1)
        .says("runner.failed: fails fails as it should")
        .leaves_nothing();
}

#[test]
fn a_runner_is_asked_for_its_list() {
    let list = mzhost(&["list", GUEST]).done().exits(0);
    assert_eq!(
        list.out,
        "WORKFLOW   DESCRIPTION\ndefault    Says hello.\nfails\n"
    );
    mzhost(&["list", "--all", GUEST])
        .done()
        .exits(0)
        .says("\nsecret");
    run(GUEST, &["other"])
        .done()
        .exits(8)
        .says("the composition has: default, fails, secret");
}
