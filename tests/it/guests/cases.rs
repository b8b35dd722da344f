//! Named test cases.

pub(super) use mzhost_test_artifacts::CASES as GUEST;

use std::fs;

use crate::harness::run;

#[test]
fn cases_that_pass_are_shown() {
    run(GUEST, &["default"])
        .done()
        .exits(0)
        .says("one       test case passed in")
        .says("two       test case passed in")
        .leaves_nothing();
}

#[test]
fn a_case_that_fails_does_not_end_the_workflow_but_fails_it() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.xml");
    let junit = ["--junit", report.to_str().unwrap()];
    run(GUEST, &["failing"])
        .args(&junit)
        .done()
        .exits(60)
        .says("second  test case failed in")
        .says("    shop.empty: nothing is left")
        .says("fourth    test case passed in")
        .says("went on")
        .says("test.failed: 2 of 4 test cases failed: second, third");
    let text = fs::read_to_string(report).unwrap();
    assert!(text.contains(r#"tests="5" failures="3""#), "{text}");
    for part in [
        r#"name="failing: first""#,
        r#"name="failing: second""#,
        r#"<failure type="shop.empty" message="nothing is left">"#,
        r#"<failure type="test.failed" message="2 of 4 test cases failed: second, third">"#,
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
}

#[test]
fn a_case_that_panics_is_told_and_the_panic_ends_the_run() {
    run(GUEST, &["panics"])
        .done()
        .exits(31)
        .says("in the middle  test case failed in")
        .says("neither passed nor failed: its workflow ended")
        .says("a case panicked");
}

#[test]
fn cases_of_a_nested_workflow_fail_that_one() {
    run(GUEST, &["nested"]).done().exits(0).says("went on");
}

#[test]
fn wrong_names_are_refused_and_their_cases_do_not_run() {
    run(GUEST, &["names"]).done().exits(0);
}

#[test]
fn cases_are_limited_to_10000() {
    run(GUEST, &["too-many", "--quiet"])
        .done()
        .exits(45)
        .says("limit.input: the workflow has had 10000 test cases, which is the limit");
}
