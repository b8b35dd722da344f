//! Signals in the middle of a run with a server under load.

use mzhost_test_artifacts::SLEEPER;
use mzhost_test_artifacts::workflows::RESTART_UNDER_LOAD;

use super::engine::Engine;
use super::kills::start;

#[test]
fn a_run_that_is_asked_to_end_leaves_nothing() {
    let engine = Engine::shared();
    for (signal, code) in [("TERM", 143), ("INT", 130)] {
        let (running, run) = start(&engine, RESTART_UNDER_LOAD, "job-started");
        running.signal(signal);
        running.done().exits(code);
        engine.forgets(&run);
    }
}

#[test]
fn a_second_ctrl_c_leaves_the_rest_to_the_reaper() {
    let engine = Engine::shared();
    let (mut running, run) = start(&engine, SLEEPER, "\"line\":\"up\"");
    running.signal("INT");
    running.wait_for("cleanup-started");
    running.signal("INT");
    running.done().exits(130).says("removed in the background");
    engine.forgets(&run);
}
