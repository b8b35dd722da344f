//! Legal calls whose answers are larger than anybody wants: what comes back, and what the host needs for it.

use super::attempts::all_refused;
use super::guest::{Root, WITH_SERVER};
use super::section::ANSWERS;

/// What docs/limits.md promises.
const MOST_MEMORY_KIB: u64 = 1536 << 10;

#[test]
fn no_answer_is_larger_than_its_limit_and_the_host_stays_small() {
    let root = Root::new();
    // Its file of 10 GB is sparse, and the engine counts the whole length.
    let mut running = root
        .hostile(&["answers"])
        .document(WITH_SERVER)
        .env("MZHOST_MAX_DISK", "20gb")
        .start();
    running.wait_for("the test may look");
    let peak = running.peak_memory_kib();
    root.go();
    let done = running.done();
    assert!(peak < MOST_MEMORY_KIB, "mzhost had {peak} KiB\n{done}");
    all_refused(
        done,
        ANSWERS,
        &[
            (
                "output of a command, 300 MB",
                "cut: 1048576 bytes, and `truncated` is true",
            ),
            (
                "output of a one-off container, 300 MB",
                "cut: 1048576 bytes, and `truncated` is true",
            ),
            ("log of a service, 300 MB", "cut:"),
            (
                "a file of 10 GB out of a container",
                "cut: 16777216 bytes, and `truncated` is true",
            ),
            (
                "an HTTP body without end",
                "cut: 16777216 bytes, and `truncated` is true",
            ),
            (
                "HTTP headers without end",
                "service.port: HTTP GET box:8080/headers: message head is too large",
            ),
            (
                "readiness by HTTP headers without end",
                "wait.timeout: HTTP GET box:8080/headers did not answer 204 within 1000 ms",
            ),
            (
                "1 GB of rows",
                "limit.input: the server sent more than 256 MiB for one statement, and the connection was cut",
            ),
            (
                "a cell of 500 MB",
                "limit.input: the server sent more than 256 MiB for one statement, and the connection was cut",
            ),
            (
                "10 million rows without columns",
                "cut: 100000 rows, and `truncated` is true",
            ),
            (
                "1 GB of rows in a test file",
                "test.environment: 1 of 1 test file failed",
            ),
        ],
    )
    .leaves_nothing();
}
