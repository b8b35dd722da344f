//! The engine is restarted in the middle of a run.

use mzhost_test_artifacts::SLEEPER;

use super::engine::Engine;
use super::kills::start;

#[test]
fn an_engine_that_is_restarted_keeps_nothing_of_the_runs_before() {
    let mut engine = Engine::start(&["debian:bookworm-slim"]);
    let (failing, failed) = start(&engine, SLEEPER, "\"line\":\"up\"");
    let (killed, lost) = start(&engine, SLEEPER, "\"line\":\"up\"");
    engine.stop();
    killed.signal("KILL");
    drop(killed.done());
    // Its service has ended, or its engine is gone: either is told, and it does not wait for the engine.
    let code = failing.done().code();
    assert!(code.is_some_and(|code| code != 0), "{code:?}");
    engine.start_again();
    engine.forgets(&failed);
    engine.forgets(&lost);
    engine.is_empty();
}
