//! What a run and its reaper could not remove, because both were killed, goes at the next start.

use std::process::Command;
use std::time::{Duration, Instant};

use mzhost_test_artifacts::{COMPOSE_FILE, SLEEPER};

use super::engine::Engine;
use super::kills::start;
use crate::harness::Running;

#[test]
fn the_next_run_removes_what_a_dead_run_left() {
    let engine = Engine::start(&["debian:bookworm-slim"]);
    let (alive, other) = start(&engine, SLEEPER, "\"line\":\"up\"");
    let kept = engine
        .mzhost(&["run", COMPOSE_FILE, "--keep", "--format", "jsonl"])
        .done()
        .exits(0);
    let kept = super::kills::id(&kept.out);
    let (before_alive, before_kept) = (engine.left_of(&other), engine.left_of(&kept));
    assert!(!before_kept.is_empty());
    let (running, run) = start(&engine, SLEEPER, "\"line\":\"up\"");
    kill_with_reaper(running, &run);
    assert_eq!(engine.left_of(&run).len(), 3);

    let (next, _) = start(&engine, SLEEPER, "had died without clean-up");
    engine.forgets(&run);
    // Neither what lives nor what was kept is touched.
    assert_eq!(engine.left_of(&other), before_alive);
    assert_eq!(engine.left_of(&kept), before_kept);
    for running in [next, alive] {
        running.signal("TERM");
        running.done().exits(143);
    }
}

/// Kills both, so that nobody cleans up.
pub(super) fn kill_with_reaper(running: Running, run: &str) {
    let reaper = reaper(run);
    let kill = format!("kill -KILL {reaper}");
    assert!(
        Command::new("sh")
            .args(["-c", &kill])
            .status()
            .unwrap()
            .success()
    );
    running.signal("KILL");
    drop(running.done());
}

/// The process id of a run's reaper.
fn reaper(run: &str) -> String {
    let begun = Instant::now();
    loop {
        let found = super::engine::processes(run);
        let id = found.first().and_then(|line| line.split([' ', ':']).nth(1));
        if let Some(id) = id {
            return id.to_owned();
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "no reaper");
        std::thread::sleep(Duration::from_millis(20));
    }
}
