//! Many runs at once on one engine.

use mzhost_test_artifacts::workflows::HEALTH_CHAIN;

use super::engine::Engine;
use super::kills::id;

const RUNS: usize = 20;

#[test]
fn twenty_runs_at_once_do_not_meet() {
    let engine = Engine::start(&["debian:bookworm-slim"]);
    // A pool of 32 subnets, so that many of the runs want the same one at first.
    let args = [
        "run",
        HEALTH_CHAIN,
        "--format",
        "jsonl",
        "--subnet-pool",
        "10.213.0.0/21",
    ];
    let running: Vec<_> = (0..RUNS).map(|_| engine.mzhost(&args).start()).collect();
    let runs: Vec<String> = std::thread::scope(|scope| {
        // Each is read, so that none waits for a reader.
        let all: Vec<_> = running
            .into_iter()
            .map(|running| scope.spawn(move || id(&running.done().exits(0).out)))
            .collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    for run in &runs {
        engine.forgets(run);
    }
    engine.is_empty();
}
