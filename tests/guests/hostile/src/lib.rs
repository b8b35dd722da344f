//! Tries what no guest may. Attacks of one kind are made in one workflow, which prints what came of each.

mod answers;
mod calls;
mod names;
mod others;
mod paths;
mod terminal;

use std::time::Duration;

use mzhost_guest::{Composition, Error, files, services, variables, workflow};

const PATIENCE: Duration = Duration::from_mins(1);

/// The services that are there without any attack.
const HARMLESS: &str = "
services:
  box:
    image: debian:bookworm-slim
    command: [sleep, infinity]
    init: true
    stop_grace_period: 0s
";

/// The document that the test grants, so that each test has its own.
#[services]
fn services() -> String {
    variables::get("DOCUMENT").unwrap_or_else(|| HARMLESS.to_owned())
}

/// Brings up whatever was declared.
#[workflow]
fn workflow_up(c: Composition) -> Result<(), Error> {
    c.up([])
}

/// Prints what came of an attempt.
fn tried<T>(name: &str, result: Result<T, Error>) {
    match result {
        Ok(_) => println!("{name} -> success"),
        Err(error) => {
            let message: String = error.message().chars().take(400).collect();
            println!("{name} -> {}: {message}", error.code());
        }
    }
}

/// Prints how much came back, and that something is missing.
fn came_back(name: &str, result: Result<(usize, bool), Error>) {
    match result {
        Ok((bytes, true)) => println!("{name} -> cut: {bytes} bytes, and `truncated` is true"),
        other => tried(name, other),
    }
}

/// Says that it is ready for the test to look, and waits until the test has made the file `go`.
fn wait_for_the_test() {
    println!("the test may look");
    while files::read("go").is_err() {
        std::thread::sleep(Duration::from_millis(20));
    }
}
