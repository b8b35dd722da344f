//! Too many calls, calls with too much, and what calls open.

use super::attempts::all_refused;
use super::guest::{WITH_SERVER, hostile};
use super::section::{CALLS, COMPUTING};
use crate::harness::{Done, Mzhost};

const TOO_LARGE: &str = "limit.input: the call brings";

/// The run ends with this.
#[track_caller]
fn ends(start: Mzhost, section: &str, name: &str, exit: i32, got: &str) -> Done {
    start
        .done()
        .exits(exit)
        .attack(section, name, got)
        .leaves_nothing()
}

#[test]
fn a_million_calls_are_too_many() {
    ends(
        hostile(&["million"]),
        CALLS,
        "a million calls",
        46,
        "limit.calls: this run has made 500000 calls to the host, which is the limit",
    );
}

#[test]
fn a_guest_that_passes_over_every_error_ends() {
    ends(
        hostile(&["goes-on", "--quiet"]),
        CALLS,
        "a guest that passes over every error and goes on",
        46,
        "limit.calls: this run has made 500000 calls to the host, which is the limit",
    );
}

#[test]
fn a_call_with_hundreds_of_mebibytes_ends_the_guest() {
    ends(
        hostile(&["huge-text"]),
        CALLS,
        "a document of 200 MiB",
        45,
        "limit.input: the guest passed more data to the host in one call than is allowed",
    );
}

#[test]
fn arguments_are_limited() {
    let done = hostile(&["large-texts"]).done();
    all_refused(
        done,
        CALLS,
        &[
            ("20 MiB as the name of a service", TOO_LARGE),
            ("20 MiB as a command", TOO_LARGE),
            ("20 MiB as a variable", TOO_LARGE),
            ("20 MiB as a user", TOO_LARGE),
            ("20 MiB as a pattern", TOO_LARGE),
            ("20 MiB as a path", TOO_LARGE),
            ("20 MiB as the content of a file", TOO_LARGE),
            ("20 MiB as a body", TOO_LARGE),
            ("20 MiB as a password", TOO_LARGE),
            ("20 MiB as the name of a workflow", TOO_LARGE),
            ("20 MiB as a document", TOO_LARGE),
        ],
    )
    .leaves_nothing();
}

#[test]
fn an_error_of_a_guest_is_cut() {
    let done = ends(
        hostile(&["huge-error"]),
        CALLS,
        "an error of 60 MiB",
        1,
        "workflow.failed: xxxxxxxx",
    );
    let events = done.run_folder().join("events.jsonl");
    let bytes = std::fs::metadata(events).unwrap().len();
    assert!(bytes < 1 << 20, "the events have {bytes} bytes");
}

#[test]
fn jobs_that_nobody_looks_at_are_limited() {
    ends(
        hostile(&["leaks-jobs", "--quiet"]),
        CALLS,
        "jobs without end that nobody looks at",
        43,
        "limit.jobs: 1000 jobs were never looked at, the limit is 1000",
    );
}

#[test]
fn jobs_that_start_jobs_are_limited() {
    ends(
        hostile(&["forks-up", "--quiet"]),
        CALLS,
        "jobs that start jobs, 64 each",
        43,
        "limit.jobs: 256 jobs run already, the limit is 256",
    );
}

#[test]
fn connections_of_all_workflows_are_limited() {
    ends(
        hostile(&["connections"]).document(WITH_SERVER),
        CALLS,
        "60 SQL connections in each of six jobs",
        42,
        "limit.connections: 256 SQL connections are open, the limit is 256",
    );
}

#[test]
fn memory_of_all_workflows_is_limited() {
    ends(
        hostile(&["memory-of-many"]),
        COMPUTING,
        "twenty jobs with 200 MiB each",
        40,
        "limit.memory: the guests of this run together asked for ",
    );
}

#[test]
fn test_cases_are_limited() {
    ends(
        hostile(&["cases", "--quiet"]),
        CALLS,
        "test cases without end",
        45,
        "limit.input: the workflow has had 10000 test cases, which is the limit",
    );
    ends(
        hostile(&["long-cases", "--quiet"]),
        CALLS,
        "test cases that fail with 64 KiB each",
        41,
        "limit.output: the messages of this run are larger than 67108864 bytes",
    );
}

#[test]
fn overrides_are_limited() {
    ends(
        hostile(&["overrides"]),
        CALLS,
        "overrides without end",
        45,
        "limit.input: services are overridden 64 times at once",
    );
}
