//! A build of an image is ended in the middle, by a kill or by a full disk: the builder's containers go, too.

use mzhost_test_artifacts::BUILDS_IMAGE;

use super::engine::{Engine, Size};
use super::kills::id;

#[test]
fn a_killed_build_leaves_no_container_of_the_builder() {
    let engine = Engine::start(&["debian:bookworm-slim"]);
    let root = tempfile::tempdir().unwrap();
    let root = format!("--root={}", root.path().display());
    let mut running = engine
        .mzhost(&[
            "run",
            BUILDS_IMAGE,
            "--allow-build",
            &root,
            "--format=jsonl",
        ])
        .start();
    // The first time, it is a line of the Dockerfile.
    running.wait_for("\"text\":\"begun");
    let run = id(running.seen());
    running.signal("KILL");
    drop(running.done());
    engine.forgets(&run);
    engine.is_empty();
}

#[test]
fn a_build_that_fills_the_disk_leaves_nothing() {
    let engine = Engine::start_sized(&["debian:bookworm-slim"], Size::Small);
    let root = tempfile::tempdir().unwrap();
    let root = format!("--root={}", root.path().display());
    let done = engine
        .mzhost(&[
            "run",
            "--allow-build",
            &root,
            "--format=jsonl",
            BUILDS_IMAGE,
            "large",
        ])
        .done()
        .says("No space left on device");
    assert!(done.code().is_some_and(|code| code != 0), "{done}");
    engine.forgets(&id(&done.out));
    engine.is_empty();
}
