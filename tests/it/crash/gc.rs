//! `mzhost gc`.

use mzhost_test_artifacts::SLEEPER;

use super::engine::Engine;
use super::kills::start;
use super::sweep::kill_with_reaper;

#[test]
fn gc_shows_and_removes_what_dead_runs_left() {
    let engine = Engine::start(&["debian:bookworm-slim"]);
    engine
        .mzhost(&["gc"])
        .done()
        .exits(0)
        .says("dead runs left nothing");
    let (alive, other) = start(&engine, SLEEPER, "\"line\":\"up\"");
    let (running, run) = start(&engine, SLEEPER, "\"line\":\"up\"");
    kill_with_reaper(running, &run);
    let left = engine.left_of(&run);

    engine
        .mzhost(&["gc", "--dry-run"])
        .done()
        .exits(0)
        .says(&run)
        .says("1 container, 1 network, 1 volume")
        .says("would be removed")
        .never_says(&other);
    assert_eq!(engine.left_of(&run), left);
    engine
        .mzhost(&["gc"])
        .done()
        .exits(0)
        .says(&run)
        .never_says(&other);
    engine.forgets(&run);
    alive.signal("TERM");
    alive.done().exits(143);
}

#[test]
fn gc_touches_runs_of_elsewhere_only_when_asked_and_old() {
    let engine = Engine::start(&["debian:bookworm-slim"]);
    let (running, run) = start(&engine, SLEEPER, "\"line\":\"up\"");
    // In a pid namespace of its own, it cannot see the run's process.
    let gc = |args: &[&str]| {
        let args: Vec<&str> = ["gc"].iter().chain(args).copied().collect();
        engine.mzhost_elsewhere(&args).done()
    };
    let left = engine.left_of(&run);
    gc(&[]).exits(0).says(&run).says("left: --foreign");
    gc(&["--foreign"]).exits(2);
    gc(&["--foreign", "--older-than", "1h"])
        .exits(0)
        .says("left: --foreign");
    assert_eq!(engine.left_of(&run), left);
    gc(&["--foreign", "--older-than", "1ms"])
        .exits(0)
        .says("removed");
    let left: Vec<String> = engine.left_of(&run);
    assert!(
        left.iter().all(|left| left.starts_with("process")),
        "{left:?}"
    );
    running.signal("TERM");
    drop(running.done());
    engine.forgets(&run);
}
