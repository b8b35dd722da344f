//! The kill matrix: mzhost is killed at many points of a run's life, several runs at once, beside one that must not notice.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use mzhost_test_artifacts::SLEEPER;
use mzhost_test_artifacts::workflows::RESTART_UNDER_LOAD;

use super::engine::{Engine, IMAGES};
use crate::harness::Running;

/// Runs at once.
const LANES: usize = 4;
/// Points at the begin, one for each step: there most is made.
const FIRST: usize = 15;
/// Points that are spread over the rest.
const SPREAD: usize = 10;
/// Part of the events that are no steps. The writer writes as often as it can: how many there are differs much from run
/// to run.
const WRITES: &str = "\"op\":\"sql-";

/// When a run is killed.
#[derive(Debug, Clone)]
enum Point {
    /// At this number of steps: events that every run has, in about the same order.
    Step(usize),
    /// At the first event of this kind.
    Kind(&'static str),
}

#[test]
fn a_run_that_is_killed_at_any_event_leaves_nothing() {
    let engine = Engine::start(&IMAGES);
    let beside = start(&engine, SLEEPER, "\"line\":\"up\"");
    let boxes = engine.left_of(&beside.1);
    let points = Mutex::new(points(&engine));
    let (killed, finished) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..LANES {
            scope.spawn(|| {
                loop {
                    let Some(point) = points.lock().unwrap().pop() else {
                        return;
                    };
                    let count = if kill(&engine, &point) {
                        &killed
                    } else {
                        &finished
                    };
                    count.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    // The last event of all may be told before the signal arrives.
    let (killed, finished) = (killed.into_inner(), finished.into_inner());
    assert!(
        killed >= 25,
        "{killed} runs were killed, {finished} ended before"
    );

    let (running, run) = beside;
    assert_eq!(
        engine.left_of(&run),
        boxes,
        "the run beside them was touched"
    );
    running.signal("TERM");
    running.done().exits(143);
    engine.forgets(&run);
    // Also nothing without a label, such as the volumes of the image.
    engine.is_empty();
}

/// What is killed together, run and reaper, is removed by the next run; see `sweep`. Here the reaper is alone, so that
/// nothing but it can have cleaned up.
#[test]
fn the_reaper_says_what_it_removed() {
    let engine = Engine::start(&["debian:bookworm-slim"]);
    let (running, run) = start(&engine, SLEEPER, "\"line\":\"up\"");
    running.signal("KILL");
    drop(running.done());
    engine.forgets(&run);
    engine.is_empty();
    let folder = engine.run_folder(&run);
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let log = read("reaper.log");
    assert!(
        log.contains("removed 1 container, 1 network, 1 volume"),
        "{log}"
    );
    assert!(log.contains("nothing of it is left"), "{log}");
    assert!(read("journal.jsonl").contains("\"entry\":\"ended\""));
    assert!(!read("run.json").contains("\"ended\": null"));
}

/// Points over the life of a run that is left alone.
fn points(engine: &Engine) -> Vec<Point> {
    let done = engine
        .mzhost(&["run", RESTART_UNDER_LOAD, "--format", "jsonl"])
        .done()
        .exits(0);
    let steps = done.out.lines().filter(|line| is_step(line)).count();
    engine.forgets(&id(&done.out));
    let spread = (1..=SPREAD).map(|part| FIRST + (steps * 8 / 10 - FIRST) * part / SPREAD);
    // The longest come first, so that the lanes end together.
    (1..=FIRST)
        .chain(spread)
        .map(Point::Step)
        .chain(["cleanup-started", "cleanup-finished"].map(Point::Kind))
        .collect()
}

fn is_step(event: &str) -> bool {
    !event.contains(WRITES)
}

/// Whether the run was killed, and had not ended before.
fn kill(engine: &Engine, point: &Point) -> bool {
    let mut running = engine
        .mzhost(&["run", RESTART_UNDER_LOAD, "--format", "jsonl"])
        .start();
    match point {
        Point::Step(steps) => {
            for _ in 0..*steps {
                running.wait_until(is_step);
            }
        }
        Point::Kind(kind) => running.wait_for(&format!("\"kind\":\"{kind}\"")),
    }
    running.signal("KILL");
    let done = running.done();
    engine.forgets(&id(&done.out));
    done.code().is_none()
}

/// Starts a run and waits until it says something.
pub(super) fn start(engine: &Engine, component: &str, text: &str) -> (Running, String) {
    let mut running = engine
        .mzhost(&["run", component, "--format", "jsonl"])
        .start();
    running.wait_for(text);
    let run = id(running.seen());
    (running, run)
}

/// The run's id, from its events.
pub(super) fn id(events: &str) -> String {
    let first = events.lines().next().unwrap();
    let event: serde_json::Value = serde_json::from_str(first).unwrap();
    event["run"].as_str().unwrap().to_owned()
}
