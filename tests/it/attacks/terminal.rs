//! Text that would drive the terminal of whoever reads it.

use std::fs;

use super::guest::hostile;
use super::row;
use super::section::TERMINAL;
use crate::harness::{Done, mzhost};

/// Nothing that drives a terminal or turns a line around is in what a person sees.
#[track_caller]
fn is_harmless(text: &str) {
    let drives = |character: char| {
        (character.is_control() && character != '\n' && character != '\t')
            || ('\u{202a}'..='\u{202e}').contains(&character)
    };
    assert!(!text.contains(drives), "{text:?}");
}

/// What was shown is harmless, and the text is in it as a text.
#[track_caller]
pub(super) fn shows(done: Done, name: &str, shown: &str) -> Done {
    is_harmless(&done.out);
    is_harmless(&done.err);
    let done = done.says(shown);
    let exit = done.code().unwrap_or_default();
    row(TERMINAL, name, &format!("shown as `{shown}`"), exit);
    done
}

#[test]
fn nothing_that_a_guest_says_drives_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let junit = folder.path().join("report.xml");
    let junit = junit.to_str().unwrap();
    let done = hostile(&["--verbose", "--junit", junit, "escapes"])
        .done()
        .exits(1);
    let done = shows(done, "escape sequences in output", "output ␛[2J");
    let done = shows(done, "escape sequences in messages", "message \\x1b[2J");
    let done = shows(done, "escape sequences in an error", "error \\x1b[2J");
    let done = shows(
        done,
        "escape sequences in the code of an error",
        "code \\x1b[2J",
    );
    let done = shows(done, "escape sequences in a fact", "value \\x1b[2J");
    let done = shows(
        done,
        "escape sequences in the arguments of a workflow",
        "workflow begins with \\x1b[2J",
    );
    let done = shows(
        done,
        "escape sequences in a job",
        "begins: exec box: printf \\x1b[2J",
    );
    let done = shows(
        done,
        "escape sequences in the failure of a test case",
        "message of a case \\x1b[2J",
    );
    let name = "a test case whose name clears the screen";
    let got = "argument.invalid: the name of a test case has 1 to 200 characters and no control characters";
    row(TERMINAL, name, got, 35);
    done.says(&format!("{name} -> {got}")).leaves_nothing();
    let report = fs::read_to_string(junit).unwrap();
    is_harmless(&report);
    assert!(report.contains("message of a case"), "{report}");
}

#[test]
fn a_panic_does_not_drive_the_terminal() {
    let done = hostile(&["escapes", "panic"]).done().exits(31);
    shows(
        done,
        "escape sequences in a panic",
        "the guest panicked: panic ␛[2J",
    )
    .leaves_nothing();
}

#[test]
fn a_log_does_not_drive_the_terminal() {
    let document = r#"
services:
  box:
    image: debian:bookworm-slim
    command: [sh, -c, "printf 'log \\033[2J\\033]0;title\\007\\n'; exit 3"]
    labels: {note: "\x1b[2J"}
    x-mzhost: {ready: {tcp: 1}}
"#;
    let done = hostile(&["--keep", "up"])
        .document(document)
        .done()
        .exits(18);
    let done = shows(
        done,
        "escape sequences in the log of a service",
        "log \\x1b[2J",
    );
    let logs = mzhost(&["logs", "--run", "latest"])
        .state_of(&done)
        .done()
        .exits(0);
    shows(
        logs,
        "escape sequences in what mzhost logs prints",
        "log \\x1b[2J",
    );
    let list = mzhost(&["ps", "--run", "latest"])
        .state_of(&done)
        .done()
        .exits(0);
    is_harmless(&list.out);
    mzhost(&["down", "-v", "--run", "latest"])
        .state_of(&done)
        .done()
        .exits(0);
    done.leaves_nothing();
}
