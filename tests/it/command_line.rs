//! Flags, help and answers of subcommands that make no container.

use std::io::Write;
use std::process::{Command, Stdio};

use mzhost_test_artifacts::{CYCLE, EVERYTHING, FLOODS, workflows};
use serde_json::Value;

use crate::harness::mzhost;

const SUBCOMMANDS: [&str; 11] = [
    "run", "list", "config", "up", "down", "ps", "logs", "exec", "sql", "port", "doctor",
];

#[test]
fn every_subcommand_has_help() {
    let overview = mzhost(&["--help"]).done().exits(0);
    for subcommand in SUBCOMMANDS {
        assert!(overview.out.contains(&format!("\n  {subcommand} ")));
        mzhost(&[subcommand, "--help"])
            .done()
            .exits(0)
            .says(&format!("Usage: mzhost {subcommand}"))
            .says("MZHOST_STATE_DIR");
    }
}

#[test]
fn wrong_flags_are_a_usage_error() {
    for (args, message) in [
        (&["run", "--frobnicate", "x"][..], "--frobnicate"),
        (&["frobnicate"], "frobnicate"),
        (&["run"], "<DIR>"),
        (
            &["run", "x", "--timeout", "5"],
            "wanted a number with ms, s, m or h",
        ),
        (&["run", "--quiet", "--verbose", "x"], "--verbose"),
        (&["ps", "--run", "latest", "-p", "x"], "--project-name"),
        (&["run", "--subnet-pool", "10.0.0.0", "x"], "--subnet-pool"),
        (&["run", "--seed", "one", "x"], "--seed"),
    ] {
        mzhost(args).done().exits(2).says(message);
    }
}

#[test]
fn a_run_that_is_not_there_is_a_usage_error() {
    mzhost(&["ps", "--run", "latest"])
        .done()
        .exits(2)
        .says("there is no run");
    mzhost(&["ps", "--run", "../../x"]).done().exits(2);
    mzhost(&["ps", "--run", "abcdefgh"])
        .done()
        .exits(2)
        .says("there is no run abcdefgh");
}

#[test]
fn list_shows_names_and_descriptions() {
    let list = mzhost(&["list", EVERYTHING]).done().exits(0);
    assert_eq!(
        list.out,
        "WORKFLOW      DESCRIPTION
connections   Opens connections up to the limit.
default       All calls that need no database.
sql           All calls of SQL.
tests         All calls that run test files.
"
    );
    mzhost(&["list", "--all", EVERYTHING])
        .done()
        .exits(0)
        .says("child         Checks its arguments.");
}

#[test]
fn list_as_json_has_the_place_in_the_source() {
    let list = mzhost(&["list", "--json", FLOODS]).done().exits(0);
    let list: Value = serde_json::from_str(&list.out).unwrap();
    assert_eq!(list[0]["name"], "default");
    assert_eq!(list[0]["description"], "Prints lines without end.");
    assert_eq!(list[0]["file"], "src/lib.rs");
    assert_eq!(list[0]["line"], 12);
    assert_eq!(list[0]["hidden"], false);
    assert_eq!(list[1]["name"], "one-line");
}

#[test]
fn config_is_accepted_by_docker_compose() {
    for component in [
        EVERYTHING,
        workflows::HEALTH_CHAIN,
        workflows::POSTGRES_SMOKE,
    ] {
        let config = mzhost(&["config", component]).done().exits(0);
        let accepted = compose_config(&config.out);
        assert!(accepted.contains("services:"), "{accepted}");
    }
}

#[test]
fn config_refuses_what_a_run_refuses() {
    mzhost(&["config", CYCLE])
        .done()
        .exits(10)
        .says("egg -> nest -> hen -> egg");
}

/// What docker-compose makes of a file.
fn compose_config(file: &str) -> String {
    let mut compose = Command::new("docker-compose")
        .args(["--file", "-", "config"])
        // It reads a file `.env` where it starts.
        .current_dir(env!("CARGO_TARGET_TMPDIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| {
            panic!(
                "this test needs docker-compose, which tests/setup/packages.sh installs: {error}"
            )
        });
    compose
        .stdin
        .take()
        .unwrap()
        .write_all(file.as_bytes())
        .unwrap();
    let output = compose.wait_with_output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}\n{file}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_doctor_finds_what_a_run_needs() {
    mzhost(&["doctor"])
        .done()
        .exits(0)
        .says("Docker engine")
        .says("state folder")
        .says("guests in Rust")
        .says("runner for Python")
        .says("`--gate` works");
}
