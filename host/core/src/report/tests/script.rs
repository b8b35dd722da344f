//! Made-up runs, as lists of events.

use crate::code::Code;
use crate::event::{Event, EventKind, SCHEMA, ServiceState, SpanId, Stream};
use crate::fault::Fault;
use crate::operation::LogLevel;

const FOLDER: &str = "/home/ann/.local/state/mzhost/runs/k3v9x2ab";
const WORKFLOW: SpanId = SpanId(1);

/// A run that is made up: events with their times in milliseconds.
pub(super) struct Script {
    pub(super) events: Vec<Event>,
}

impl Script {
    pub(super) fn new(workflow: Option<&str>) -> Self {
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

    pub(super) fn at(&mut self, ms: u64, kind: EventKind) {
        self.within(SpanId::RUN, None, ms, kind);
    }

    pub(super) fn within(
        &mut self,
        span: SpanId,
        parent: Option<SpanId>,
        ms: u64,
        kind: EventKind,
    ) {
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

    pub(super) fn workflow(&mut self, ms: u64) {
        let kind = EventKind::WorkflowStarted {
            workflow: "default".into(),
            args: vec![],
        };
        self.within(WORKFLOW, Some(SpanId::RUN), ms, kind);
    }

    pub(super) fn workflow_ends(&mut self, ms: u64, fault: Option<Fault>) {
        let workflow = "default".into();
        let kind = EventKind::WorkflowFinished {
            workflow,
            fault,
            ms,
        };
        self.within(WORKFLOW, Some(SpanId::RUN), ms, kind);
    }

    pub(super) fn service(&mut self, at: u64, service: &str, state: ServiceState, ms: Option<u64>) {
        self.service_exits(at, service, state, ms, None);
    }

    pub(super) fn service_exits(
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

    pub(super) fn output(&mut self, ms: u64, stream: Stream, line: &str) {
        let kind = EventKind::GuestOutput {
            workflow: "default".into(),
            stream,
            line: line.into(),
        };
        self.within(WORKFLOW, Some(SpanId::RUN), ms, kind);
    }

    pub(super) fn log(&mut self, ms: u64, level: LogLevel, message: &str) {
        let kind = EventKind::GuestLog {
            workflow: "default".into(),
            level,
            message: message.into(),
        };
        self.within(WORKFLOW, Some(SpanId::RUN), ms, kind);
    }

    pub(super) fn call(&mut self, span: u64, ms: (u64, u64), operation: serde_json::Value) {
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

    pub(super) fn cleaned(&mut self, at: u64, problems: &[&str]) {
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

    pub(super) fn ends(&mut self, ms: u64, fault: Option<Fault>, log_tail: &[&str]) {
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
pub(super) fn pass() -> Script {
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
pub(super) fn cases() -> Script {
    let mut run = Script::new(Some("default"));
    run.workflow(5);
    let fault = Fault::new(Code::SqlError, "no table")
        .service("postgres")
        .detail("sqlstate", "42P01")
        .detail("statement", "select *\nfrom nowhere");
    for (span, at, case, fault) in [
        (2, 10, "snapshot", None),
        (3, 1000, "rows arrive", Some(fault)),
    ] {
        let (workflow, case) = ("default".to_owned(), case.to_owned());
        let started = EventKind::CaseStarted {
            workflow: workflow.clone(),
            case: case.clone(),
        };
        run.within(SpanId(span), Some(WORKFLOW), at, started);
        let finished = EventKind::CaseFinished {
            workflow,
            case,
            fault,
            ms: 800,
        };
        run.within(SpanId(span), Some(WORKFLOW), at + 800, finished);
    }
    let fault = Fault::new(Code::TestFailed, "1 of 2 test cases failed: rows arrive");
    run.workflow_ends(1900, Some(fault.clone()));
    run.ends(2000, Some(fault), &[]);
    run
}

pub(super) fn sql_error() -> Script {
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
pub(super) fn service_died() -> Script {
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
pub(super) fn hostile() -> Script {
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
