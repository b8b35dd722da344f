//! Services in a Compose file, and what is kept of a run.

pub(super) use mzhost_test_artifacts::COMPOSE_FILE as GUEST;

use crate::harness::{mzhost, run};

#[test]
fn services_can_come_from_a_compose_file() {
    run(GUEST, &[]).done().exits(0).leaves_nothing();
}

#[test]
fn a_variable_that_is_not_granted_is_not_seen() {
    // The guest expects the default.
    run(GUEST, &[])
        .env("MZHOST_TEST_GRANTED", "something")
        .done()
        .exits(0)
        .leaves_nothing();
    run(GUEST, &["--allow-env", "MZHOST_TEST_GRANTED"])
        .env("MZHOST_TEST_GRANTED", "something")
        .done()
        .exits(1)
        .says("something")
        .leaves_nothing();
}

#[test]
fn keep_leaves_the_containers_and_says_how_to_remove_them() {
    let done = run(GUEST, &["--keep"]).done().exits(0);
    let project = done.project();
    let id = project.rsplit('-').next().unwrap();
    let done = done
        .says(&format!("kept 2 containers of project {project}"))
        .says(&format!("mzhost ps --run {id}"))
        .says(&format!("mzhost logs --run {id}"))
        .says(&format!("mzhost down -v --run {id}"));
    mzhost(&["ps", "--run", "latest"])
        .state_of(&done)
        .done()
        .exits(0)
        .says(&format!("{project}-box-1"))
        .says(&format!("{project}-once-1"));
    mzhost(&["down", "--project-name", &project, "-v"])
        .done()
        .exits(0)
        .says("removed 2 containers, 1 network, 0 volumes");
    done.leaves_nothing();
}

#[test]
fn keep_on_failure_removes_what_passed() {
    run(GUEST, &["--keep=on-failure"])
        .done()
        .exits(0)
        .leaves_nothing();
}
