//! A run that is interrupted in the middle.

pub(super) use mzhost_test_artifacts::SLEEPER as GUEST;

use crate::harness::run;

#[test]
fn sigterm_cleans_up_and_says_so() {
    interrupted("TERM", 143, "ended by SIGTERM");
}

#[test]
fn ctrl_c_cleans_up_and_says_so() {
    interrupted("INT", 130, "interrupted by Ctrl-C");
}

#[test]
fn a_closed_terminal_cleans_up_and_says_so() {
    interrupted("HUP", 129, "ended by SIGHUP");
}

#[test]
fn a_second_ctrl_c_forces_the_end() {
    let mut running = run(GUEST, &[]).start();
    running.wait_for("default | up");
    running.signal("INT");
    running.wait_for("cleaning up");
    running.signal("INT");
    let done = running
        .done()
        .exits(130)
        .says("cut short by a second signal");
    let project = done.project();
    assert!(
        done.out
            .contains(&format!("mzhost down --project-name {project} -v"))
    );
    // The reaper goes on.
    done.leaves_nothing();
}

fn interrupted(signal: &str, code: i32, message: &str) {
    let mut running = run(GUEST, &[]).start();
    running.wait_for("default | up");
    running.signal(signal);
    running
        .done()
        .exits(code)
        .says(&format!("interrupted: {message}: cleaning up"))
        .says("removed 1 container, 1 network, 1 volume")
        .leaves_nothing();
}
