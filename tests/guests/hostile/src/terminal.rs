//! Text that would drive the terminal of whoever reads it.

use mzhost_guest::{Composition, Error, bail, log, workflow};

use crate::tried;

/// Clears the screen, sets the window's title, and turns the rest of the line around.
const ESCAPES: &str = "\u{1b}[2J\u{1b}]0;title\u{7}\u{9b}31m\u{202e}\r";

/// Puts control characters into everything that is shown, and fails with them.
#[workflow]
fn workflow_escapes(c: Composition, args: Vec<String>) -> Result<(), Error> {
    println!("output {ESCAPES}");
    eprintln!("errors {ESCAPES}");
    log::info(format!("message {ESCAPES}"));
    log::error(format!("problem {ESCAPES}"));
    c.up([])?;
    tried(
        "a test case whose name clears the screen",
        c.test_case(ESCAPES, || Ok(())),
    );
    c.test_case("fails", || bail!("message of a case {ESCAPES}"))?;
    drop(c.workflow(ESCAPES, [ESCAPES]));
    drop(
        c.job_exec("box", ["printf", ESCAPES])?
            .wait(crate::PATIENCE),
    );
    drop(c.exec("box", [ESCAPES]));
    if args.is_empty() {
        return Err(
            Error::new(format!("code {ESCAPES}"), format!("error {ESCAPES}"))
                .with_service("box")
                .with_detail(format!("key {ESCAPES}"), format!("value {ESCAPES}")),
        );
    }
    // The message of a panic, and the log of a service that died.
    panic!("panic {ESCAPES}");
}
