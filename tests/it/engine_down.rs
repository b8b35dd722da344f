//! What works without a Docker engine, and what the rest says.

use mzhost_test_artifacts::{PANICS, SLEEPER};

use crate::harness::{Mzhost, mzhost, run};

/// Where no engine listens.
const NOWHERE: &str = "unix:///nonexistent.sock";

#[test]
fn a_run_names_the_address_that_does_not_answer() {
    without_engine(run(SLEEPER, &[]))
        .done()
        .exits(13)
        .says("engine.unreachable:")
        .says("/nonexistent.sock")
        .says("DOCKER_HOST");
}

#[test]
fn a_project_cannot_be_seen() {
    for subcommand in ["ps", "logs", "down"] {
        without_engine(mzhost(&[subcommand, "-p", "it-nothing"]))
            .done()
            .exits(13)
            .says("/nonexistent.sock");
    }
}

#[test]
fn the_doctor_says_what_is_missing() {
    without_engine(mzhost(&["doctor"]))
        .done()
        .exits(13)
        .says("/nonexistent.sock");
}

#[test]
fn list_and_config_need_no_engine() {
    without_engine(mzhost(&["list", SLEEPER]))
        .done()
        .exits(0)
        .says("default");
    without_engine(mzhost(&["config", SLEEPER]))
        .done()
        .exits(0)
        .says("debian:bookworm-slim");
    without_engine(mzhost(&["list", PANICS])).done().exits(0);
}

fn without_engine(mzhost: Mzhost) -> Mzhost {
    mzhost.env("DOCKER_HOST", NOWHERE)
}
