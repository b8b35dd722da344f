//! A full disk: runs are still cleaned up.

use std::fs::File;
use std::io::Write;

use mzhost_test_artifacts::SLEEPER;

use super::engine::Engine;
use super::kills::id;

#[test]
fn a_full_disk_stops_no_clean_up() {
    let engine = Engine::shared();
    for (signal, code) in [("TERM", Some(143)), ("KILL", None)] {
        let mut running = engine
            .mzhost_on_small_disk(&["run", SLEEPER, "--format", "jsonl"])
            .start();
        running.wait_for("\"line\":\"up\"");
        let run = id(running.seen());
        let path = engine.small().join("fill");
        fill(&path);
        running.signal(signal);
        let done = running.done();
        assert_eq!(done.code(), code, "{done}");
        engine.forgets(&run);
        std::fs::remove_file(path).unwrap();
    }
}

#[test]
fn a_run_without_place_for_its_folder_makes_nothing() {
    let engine = Engine::start(&["debian:bookworm-slim"]);
    fill(&engine.small().join("fill"));
    engine
        .mzhost_on_small_disk(&["run", SLEEPER])
        .done()
        .exits(50)
        .says("No space left on device");
    engine.is_empty();
}

/// Writes until no byte fits any more.
fn fill(path: &std::path::Path) {
    let mut file = File::create(path).unwrap();
    for size in [4096, 1] {
        while file.write_all(&vec![0; size]).is_ok() {}
    }
}
