//! Containers that a run leaves running, as asked for.

use mzhost_test_artifacts::{COMPOSE_FILE, JOBS};

use crate::harness::{mzhost, run};

#[test]
fn keep_leaves_the_containers_and_says_how_to_remove_them() {
    let done = run(COMPOSE_FILE, &["--keep"]).done().exits(0);
    let project = done.project();
    let done = done
        .says(&format!("kept 2 containers of project {project}"))
        .says(&format!("mzhost ps --project-name {project}"))
        .says(&format!("mzhost logs --project-name {project}"))
        .says(&format!("mzhost down -v --project-name {project}"));
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
    run(COMPOSE_FILE, &["--keep=on-failure"])
        .done()
        .exits(0)
        .leaves_nothing();
}

#[test]
fn keep_on_failure_leaves_what_failed() {
    let done = run(JOBS, &["unwatched", "--keep=on-failure"])
        .done()
        .exits(28)
        .says("kept 1 container");
    mzhost(&["logs", "--run", "latest"])
        .state_of(&done)
        .done()
        .exits(0);
    mzhost(&["down", "--run", "latest", "-v"])
        .state_of(&done)
        .done()
        .exits(0)
        .says("removed 1 container, 1 network, 0 volumes");
    done.leaves_nothing();
}
