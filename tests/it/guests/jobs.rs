//! Jobs: cancelled, failed, watched, too many.

pub(super) use mzhost_test_artifacts::JOBS as GUEST;

use crate::attacks::section::CALLS;
use crate::harness::run;

#[test]
fn jobs_are_cancelled() {
    run(GUEST, &["cancelled"])
        .done()
        .exits(0)
        .says("cancelled after")
        .leaves_nothing();
}

#[test]
fn a_cancelled_job_that_should_have_passed_fails_the_workflow() {
    run(GUEST, &["cancelled-but-wanted"])
        .done()
        .exits(29)
        .says("job.cancelled: the job was cancelled")
        .leaves_nothing();
}

#[test]
fn jobs_that_are_waited_for_may_fail() {
    run(GUEST, &["watched"])
        .done()
        .exits(0)
        .says("job.excuse: not today")
        .leaves_nothing();
}

#[test]
fn a_failed_job_that_nobody_waited_for_fails_the_workflow() {
    run(GUEST, &["unwatched"])
        .done()
        .exits(28)
        .says("job.failed: the job")
        .says(r#"the command in service "box" exited with 7"#)
        .leaves_nothing();
}

#[test]
fn a_job_that_still_runs_ends_with_its_workflow() {
    run(GUEST, &["left-running"])
        .done()
        .exits(0)
        .attack(CALLS, "a job that is left running", "job 1     cancelled")
        .leaves_nothing();
}

#[test]
fn jobs_are_limited_to_64() {
    run(GUEST, &["too-many"])
        .done()
        .exits(43)
        .attack(
            CALLS,
            "65 jobs at once",
            "limit.jobs: 64 jobs run already, the limit is 64",
        )
        .leaves_nothing();
}

#[test]
fn workflows_that_call_themselves_are_limited() {
    run(GUEST, &["nests"])
        .done()
        .exits(44)
        .attack(
            CALLS,
            "a workflow that calls itself",
            r#"limit.depth: workflow "nests" is nested 16 deep, the limit is 16"#,
        )
        .leaves_nothing();
}
