//! Whole runs through every consumer, compared with the files in `tests/golden`.
//!
//! `BLESS=1 cargo test -p mzhost-core report` writes them anew; read the difference before you commit it.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::*;
use crate::code::Code;
use crate::event::{Consumer, Event, EventKind, Stream};
use crate::fault::Fault;
use script::{Script, cases, hostile, pass, service_died, sql_error};

mod script;

/// A place to write to that can be read again.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Paper {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

fn play(events: &[Event], consumer: &mut dyn Consumer) {
    for event in events {
        consumer.consume(event);
    }
}

fn terminal(run: &Script, style: Style) -> String {
    let paper = Paper::default();
    let mut terminal = Terminal::new(Box::new(paper.clone()), style, Problems::default());
    play(&run.events, &mut terminal);
    paper.text()
}

fn json_lines(run: &Script) -> String {
    let paper = Paper::default();
    let mut lines = JsonLines::new(Box::new(paper.clone()), "paper", Problems::default());
    play(&run.events, &mut lines);
    paper.text()
}

fn junit(run: &Script) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("junit.xml");
    let problems = Problems::default();
    let mut junit = JUnit::new(path.clone(), problems.clone());
    play(&run.events, &mut junit);
    assert_eq!(problems.take(), Vec::<String>::new());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    fs::read_to_string(path).unwrap()
}

fn golden(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, actual).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == actual,
        "{} differs; BLESS=1 writes it anew. It should be:\n{actual}",
        path.display()
    );
}

#[test]
fn the_terminal_shows_a_run_that_passes() {
    golden("terminal-pass.txt", &terminal(&pass(), Style::default()));
}

#[test]
fn the_terminal_shows_every_call_when_asked() {
    let style = Style {
        verbosity: Verbosity::Verbose,
        ..Style::default()
    };
    golden("terminal-pass-verbose.txt", &terminal(&pass(), style));
}

#[test]
fn the_terminal_explains_a_statement_that_failed() {
    golden(
        "terminal-sql-error.txt",
        &terminal(&sql_error(), Style::default()),
    );
}

#[test]
fn the_terminal_explains_a_service_that_died() {
    golden(
        "terminal-service-died.txt",
        &terminal(&service_died(), Style::default()),
    );
}

#[test]
fn quiet_leaves_failures_and_the_result() {
    let style = Style {
        verbosity: Verbosity::Quiet,
        tty: true,
        ..Style::default()
    };
    assert_eq!(
        terminal(&pass(), style),
        "passed  postgres-smoke default in 6.8 s\n"
    );
    let failure = terminal(&service_died(), style);
    assert!(
        failure.starts_with(
            "left behind: network shop_default: has active endpoints\n\
             failed  postgres-smoke default in 2.9 s\n"
        ),
        "{failure}"
    );
}

#[test]
fn a_terminal_has_one_line_that_is_updated() {
    let style = Style {
        tty: true,
        width: Some(30),
        ..Style::default()
    };
    let text = terminal(&pass(), style);
    let expected = "(project postgres-smoke-k3v9x2ab, run k3v9x2ab, seed 8114)\n\
        guest  building test/postgre…\r\x1b[K\
        guest  built in 3.2 s\n\
        image mzhost/postgres:15  pu…\r\x1b[K\
        image mzhost/postgres:15  70…\r\x1b[K\
        image mzhost/postgres:15  ready after 700 ms\n\
        \x20 postgres  started\n";
    assert!(text.contains(expected), "{text:?}");
}

#[test]
fn colours_are_closed_on_every_line() {
    let style = Style {
        color: true,
        ..Style::default()
    };
    let text = terminal(&service_died(), style);
    assert!(text.contains("\x1b[31mfailed\x1b[0m"), "{text:?}");
    for line in text.lines().filter(|line| line.contains("\x1b[")) {
        assert!(
            line.matches("\x1b[0m").count() * 2 == line.matches("\x1b[").count(),
            "{line:?}"
        );
    }
}

#[test]
fn hostile_text_cannot_control_the_terminal() {
    for verbosity in [Verbosity::Quiet, Verbosity::Normal, Verbosity::Verbose] {
        let style = Style {
            verbosity,
            ..Style::default()
        };
        let text = terminal(&hostile(), style);
        let bad: Vec<_> = text
            .chars()
            .filter(|&char| char.is_control() && !matches!(char, '\n' | '\t') || char == '\u{202e}')
            .collect();
        assert!(bad.is_empty(), "{bad:?} in {text}");
    }
    golden(
        "terminal-hostile.txt",
        &terminal(&hostile(), Style::default()),
    );
}

#[test]
fn what_was_kept_can_be_found_and_removed() {
    let mut run = Script::new(None);
    let project = "postgres-smoke".into();
    run.at(
        5,
        EventKind::Kept {
            project,
            containers: 2,
        },
    );
    run.ends(10, None, &[]);
    assert_eq!(
        terminal(&run, Style::default()),
        "test/postgres-smoke  (project postgres-smoke-k3v9x2ab, run k3v9x2ab, seed 8114)\n\
         kept 2 containers of project postgres-smoke\n\
         \x20 to look    mzhost ps --project-name postgres-smoke\n\
         \x20 logs       mzhost logs --project-name postgres-smoke\n\
         \x20 to remove  mzhost down -v --project-name postgres-smoke\n\
         done  postgres-smoke in 10 ms\n"
    );
}

#[test]
fn json_lines_can_be_read_back() {
    for run in [pass(), hostile()] {
        let text = json_lines(&run);
        let events: Vec<Event> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(events, run.events);
    }
    golden("events-sql-error.jsonl", &json_lines(&sql_error()));
}

#[test]
fn a_file_of_events_grows_and_a_full_disk_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events.jsonl");
    let run = pass();
    for part in run.events.chunks(20) {
        let mut lines = JsonLines::append_to(&path, Problems::default()).unwrap();
        play(part, &mut lines);
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), json_lines(&run));

    let problems = Problems::default();
    let full = PathBuf::from("/dev/full");
    if let Ok(mut lines) = JsonLines::append_to(&full, problems.clone()) {
        play(&run.events, &mut lines);
        let problems = problems.take();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].contains("/dev/full"), "{problems:?}");
    }
}

#[test]
fn junit_tells_all_workflows() {
    golden("junit-pass.xml", &junit(&pass()));
    golden("junit-sql-error.xml", &junit(&sql_error()));
    golden("junit-hostile.xml", &junit(&hostile()));
}

#[test]
fn test_cases_are_in_all_reports() {
    let run = cases();
    golden("terminal-cases.txt", &terminal(&run, Style::default()));
    golden("junit-cases.xml", &junit(&run));
    let quiet = Style {
        verbosity: Verbosity::Quiet,
        ..Style::default()
    };
    let text = terminal(&run, quiet);
    assert!(
        text.starts_with("  rows arrive  test case failed in 800 ms\n    sql.error: no table\n"),
        "{text}"
    );
}

#[test]
fn junit_has_a_case_for_a_run_without_a_workflow() {
    let mut run = Script::new(Some("default"));
    let fault = Fault::new(Code::BuildFailed, "cargo failed");
    run.ends(10, Some(fault), &[]);
    let text = junit(&run);
    assert!(text.contains("tests=\"1\" failures=\"1\""), "{text}");
    assert!(
        text.contains("<failure type=\"build.failed\" message=\"cargo failed\">"),
        "{text}"
    );
}

#[test]
fn junit_keeps_the_last_output() {
    let mut run = Script::new(Some("default"));
    run.workflow(1);
    for number in 0..10_000 {
        run.output(
            2,
            Stream::Stdout,
            &format!("a rather long line, number {number}"),
        );
    }
    run.workflow_ends(3, None);
    run.ends(4, None, &[]);
    let text = junit(&run);
    assert!(text.len() < 200_000, "{}", text.len());
    assert!(text.contains("earlier lines are in the run folder"));
    assert!(text.contains("number 9999\n"));
}

#[test]
fn a_report_that_cannot_be_written_is_a_problem() {
    let problems = Problems::default();
    let mut junit = JUnit::new("/nowhere/at/all.xml".into(), problems.clone());
    play(&pass().events, &mut junit);
    let problems = problems.take();
    assert!(problems[0].contains("/nowhere/at/all.xml"), "{problems:?}");
}
