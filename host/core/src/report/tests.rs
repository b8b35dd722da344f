//! Whole runs through every consumer, compared with the files in `tests/golden`.
//!
//! `BLESS=1 cargo test -p mzhost-core report` writes them anew; read the difference before you commit it.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::*;
use crate::code::Code;
use crate::event::{Consumer, Event, EventKind, SCHEMA, ServiceState, SpanId, Stream};
use crate::fault::Fault;
use crate::operation::LogLevel;

const FOLDER: &str = "/home/ann/.local/state/mzhost/runs/k3v9x2ab";
const WORKFLOW: SpanId = SpanId(1);

/// A run that is made up: events with their times in milliseconds.
struct Script {
    events: Vec<Event>,
}

impl Script {
    fn new(workflow: Option<&str>) -> Self {
        let mut script = Self { events: Vec::new() };
        script.at(
            0,
            EventKind::RunStarted {
                version: "0.1.0".into(),
                composition: "test/postgres-smoke".into(),
                project: "postgres-smoke-k3v9x2ab".into(),
                workflow: workflow.map(str::to_owned),
                args: vec![],
                seed: "8114".into(),
                folder: FOLDER.into(),
            },
        );
        script
    }

    fn at(&mut self, ms: u64, kind: EventKind) {
        self.within(SpanId::RUN, None, ms, kind);
    }

    fn within(&mut self, span: SpanId, parent: Option<SpanId>, ms: u64, kind: EventKind) {
        self.events.push(Event {
            schema: SCHEMA,
            run: "k3v9x2ab".into(),
            seq: self.events.len() as u64 + 1,
            mono_us: ms * 1000,
            time: "2026-03-01T12:00:00Z".into(),
            span,
            parent,
            kind,
        });
    }

    fn workflow(&mut self, ms: u64) {
        let kind = EventKind::WorkflowStarted {
            workflow: "default".into(),
            args: vec![],
        };
        self.within(WORKFLOW, Some(SpanId::RUN), ms, kind);
    }

    fn workflow_ends(&mut self, ms: u64, fault: Option<Fault>) {
        let workflow = "default".into();
        let kind = EventKind::WorkflowFinished {
            workflow,
            fault,
            ms,
        };
        self.within(WORKFLOW, Some(SpanId::RUN), ms, kind);
    }

    fn service(&mut self, at: u64, service: &str, state: ServiceState, ms: Option<u64>) {
        self.service_exits(at, service, state, ms, None);
    }

    fn service_exits(
        &mut self,
        at: u64,
        service: &str,
        state: ServiceState,
        ms: Option<u64>,
        exit_code: Option<i32>,
    ) {
        let service = service.into();
        self.at(
            at,
            EventKind::Service {
                service,
                state,
                ms,
                exit_code,
            },
        );
    }

    fn output(&mut self, ms: u64, stream: Stream, line: &str) {
        let kind = EventKind::GuestOutput {
            workflow: "default".into(),
            stream,
            line: line.into(),
        };
        self.within(WORKFLOW, Some(SpanId::RUN), ms, kind);
    }

    fn log(&mut self, ms: u64, level: LogLevel, message: &str) {
        let kind = EventKind::GuestLog {
            workflow: "default".into(),
            level,
            message: message.into(),
        };
        self.within(WORKFLOW, Some(SpanId::RUN), ms, kind);
    }

    fn call(&mut self, span: u64, ms: (u64, u64), operation: serde_json::Value) {
        let op = operation["op"].as_str().unwrap().to_owned();
        let span = SpanId(span);
        let started = EventKind::CallStarted { operation };
        self.within(span, Some(WORKFLOW), ms.0, started);
        let finished = EventKind::CallFinished {
            op,
            fault: None,
            ms: ms.1 - ms.0,
        };
        self.within(span, Some(WORKFLOW), ms.1, finished);
    }

    fn cleaned(&mut self, at: u64, problems: &[&str]) {
        self.at(
            at,
            EventKind::CleanupStarted {
                reason: "finished".into(),
            },
        );
        self.service(at, "postgres", ServiceState::Removed, None);
        self.at(
            at,
            EventKind::CleanupFinished {
                containers: 1,
                networks: 1,
                volumes: 2,
                problems: problems.iter().map(|&problem| problem.into()).collect(),
                ms: 310,
            },
        );
    }

    fn ends(&mut self, ms: u64, fault: Option<Fault>, log_tail: &[&str]) {
        let exit = fault
            .as_ref()
            .map_or(0, |fault| crate::code::exit_for(&fault.code));
        let log_file = fault
            .as_ref()
            .and_then(|fault| fault.service.as_ref())
            .map(|service| format!("{FOLDER}/logs/{service}.log"));
        self.at(
            ms,
            EventKind::RunFinished {
                workflow: fault.as_ref().map(|_| "default".into()),
                fault,
                log_tail: log_tail.iter().map(|&line| line.into()).collect(),
                log_file,
                exit,
                ms,
            },
        );
    }
}

/// Everything that goes well.
fn pass() -> Script {
    let mut run = Script::new(Some("default"));
    let (folder, language) = ("test/postgres-smoke".into(), "rust".into());
    run.at(1, EventKind::BuildStarted { folder, language });
    run.at(3_200, EventKind::BuildFinished { ms: 3_199 });
    run.at(
        3_260,
        EventKind::ComponentLoaded {
            file: "guest.wasm".into(),
            ms: 45,
        },
    );
    let image = || "mzhost/postgres:15".to_owned();
    let (image_, how) = (image(), "pull".into());
    run.at(3_300, EventKind::ImageStarted { image: image_, how });
    for (ms, text) in [
        (3_350, "10 of 80 MB"),
        (3_360, "11 of 80 MB"),
        (3_900, "70 of 80 MB"),
    ] {
        let image = image();
        let text = text.into();
        run.at(ms, EventKind::ImageProgress { image, text });
    }
    let (image, id) = (image(), "sha256:aa".into());
    run.at(4_000, EventKind::ImageReady { image, id, ms: 700 });
    run.workflow(4_010);
    run.service(4_100, "postgres", ServiceState::Created, None);
    run.service(4_400, "postgres", ServiceState::Started, None);
    run.service(5_700, "postgres", ServiceState::Ready, Some(1_300));
    run.call(
        2,
        (4_050, 5_700),
        serde_json::json!({"op": "up", "services": ["postgres"], "wait": true, "timeout_ms": null}),
    );
    run.call(
        3,
        (5_701, 5_704),
        serde_json::json!({"op": "sql-query", "connection": 1, "statement": "SELECT 1", "params": []}),
    );
    run.output(5_710, Stream::Stdout, "two rows inserted");
    run.log(5_711, LogLevel::Debug, "only for the curious");
    run.log(5_712, LogLevel::Warn, "slower than last time");
    run.at(
        5_720,
        EventKind::JobStarted {
            job: 1,
            title: "exec postgres psql -c 'SELECT 1'".into(),
        },
    );
    run.at(
        5_760,
        EventKind::JobFinished {
            job: 1,
            state: "passed".into(),
            fault: None,
        },
    );
    let nested = SpanId(9);
    let (workflow, args) = ("check-rows".to_owned(), vec!["2".to_owned()]);
    run.within(
        nested,
        Some(WORKFLOW),
        5_800,
        EventKind::WorkflowStarted {
            workflow: workflow.clone(),
            args,
        },
    );
    run.within(
        nested,
        Some(WORKFLOW),
        5_850,
        EventKind::WorkflowFinished {
            workflow,
            fault: None,
            ms: 50,
        },
    );
    run.service(5_900, "postgres", ServiceState::Killed, None);
    run.service_exits(5_910, "postgres", ServiceState::Exited, None, Some(137));
    run.service(6_000, "postgres", ServiceState::Started, None);
    run.service(6_410, "postgres", ServiceState::Ready, Some(410));
    run.workflow_ends(2_410, None);
    run.cleaned(6_420, &[]);
    run.ends(6_800, None, &[]);
    run
}

/// A statement that the server refuses.
fn sql_error() -> Script {
    let fault = Fault::new(Code::SqlError, "relation \"orders\" does not exist")
        .service("postgres")
        .detail("sqlstate", "42P01")
        .detail("severity", "ERROR")
        .detail("position", "22")
        .detail("statement", "SELECT count(*) FROM orders\nWHERE paid");
    let mut run = Script::new(Some("default"));
    run.workflow(10);
    run.service(400, "postgres", ServiceState::Started, None);
    run.service(1_700, "postgres", ServiceState::Ready, Some(1_300));
    run.output(1_800, Stream::Stdout, "counting orders");
    run.workflow_ends(1_800, Some(fault.clone()));
    run.cleaned(1_801, &[]);
    run.ends(
        2_100,
        Some(fault),
        &[
            "LOG:  database system is ready to accept connections",
            "ERROR:  relation \"orders\" does not exist at character 22",
            "STATEMENT:  SELECT count(*) FROM orders WHERE paid",
        ],
    );
    run
}

/// A service that dies at its start, with long output, in a place where something is left behind.
fn service_died() -> Script {
    let output: Vec<_> = (1..=60)
        .map(|number| format!("probe {number}: refused"))
        .collect();
    let fault = Fault::new(
        Code::ServiceExited,
        "service web exited with code 137 before it was ready",
    )
    .service("web")
    .detail("exit-code", "137")
    .detail("probe", "curl -f http://localhost:8080/healthz")
    .detail("tries", "60")
    .detail("waiting", "default waited for load-generator, that for web")
    .detail("output", output.join("\n"));
    let mut run = Script::new(Some("default"));
    run.workflow(10);
    run.service(400, "db", ServiceState::Started, None);
    run.service(1_700, "db", ServiceState::Ready, Some(1_300));
    run.service(1_720, "web", ServiceState::Started, None);
    run.service_exits(2_520, "web", ServiceState::Exited, Some(800), Some(137));
    run.workflow_ends(2_510, Some(fault.clone()));
    run.cleaned(2_530, &["network shop_default: has active endpoints"]);
    run.ends(
        2_900,
        Some(fault),
        &["reading /etc/web.toml", "out of memory"],
    );
    run
}

/// Text that wants to do harm wherever a guest, a container or an image can place it.
fn hostile() -> Script {
    let evil = "\x1b]0;owned\x07\x1b[2J\r</failure>]]>&\"\u{202e}\u{9b}31m\0";
    let fault = Fault {
        code: format!("my.code{evil}"),
        message: format!("message {evil}\nsecond line {evil}"),
        service: Some(format!("svc{evil}")),
        details: vec![crate::fault::Detail {
            key: format!("key{evil}"),
            value: format!("first {evil}\nsecond {evil}"),
        }],
    };
    let mut run = Script::new(Some("default"));
    let image = || format!("img{evil}");
    let how = format!("pull{evil}");
    run.at(
        1,
        EventKind::ImageStarted {
            image: image(),
            how,
        },
    );
    let text = format!("step {evil}");
    run.at(
        2,
        EventKind::ImageProgress {
            image: image(),
            text,
        },
    );
    run.workflow(10);
    run.service(20, &format!("svc{evil}"), ServiceState::Started, None);
    run.output(30, Stream::Stdout, &format!("out {evil}\ttab"));
    run.output(31, Stream::Stderr, &format!("err {evil}"));
    run.log(32, LogLevel::Error, &format!("log {evil}\nmore {evil}"));
    run.call(
        3,
        (33, 34),
        serde_json::json!({"op": "sql-query", "statement": format!("SELECT '{evil}'")}),
    );
    let title = format!("job {evil}");
    run.at(35, EventKind::JobStarted { job: 1, title });
    let message = format!("warning {evil}");
    run.at(36, EventKind::Warning { message });
    run.workflow_ends(40, Some(fault.clone()));
    run.cleaned(41, &[&format!("problem {evil}")]);
    run.ends(50, Some(fault), &[&format!("log line {evil}")]);
    run
}

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
        assert_eq!(bad, [], "{text}");
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
         \x20 to look    mzhost ps --run k3v9x2ab\n\
         \x20 logs       mzhost logs --run k3v9x2ab\n\
         \x20 to remove  mzhost down -v --run k3v9x2ab\n\
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
