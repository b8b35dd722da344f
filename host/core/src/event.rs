//! What happens in a run, as plain data, and the one sender through which it is told.
//!
//! The terminal, JSON lines, JUnit and the run folder's `events.jsonl` are consumers of it; nothing else prints.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use mzhost_testdrive::mask::Masker;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::fault::Fault;
use crate::operation::LogLevel;
use crate::policy::Decision;

pub(crate) mod texts;

/// Version of the events' schema; raised when a reader must change.
pub const SCHEMA: u32 = 1;

/// A span: something with a beginning and an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SpanId(pub u64);

impl SpanId {
    /// The run itself.
    pub const RUN: SpanId = SpanId(0);
}

/// One event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// [`SCHEMA`].
    pub schema: u32,
    /// Id of the run.
    pub run: String,
    /// Number of the event in the run, from 1, without gaps.
    pub seq: u64,
    /// Microseconds since the run's start, on a clock that never goes back.
    pub mono_us: u64,
    /// Wall time, RFC 3339, UTC.
    pub time: String,
    /// The span it belongs to.
    pub span: SpanId,
    /// The span's parent.
    pub parent: Option<SpanId>,
    /// What happened.
    #[serde(flatten)]
    pub kind: EventKind,
}

/// A standard stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// One service of a chain that was brought up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Service.
    pub service: String,
    /// Milliseconds from when the service before it was far enough, or from the beginning.
    pub ms: u64,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum EventKind {
    /// The first event.
    RunStarted {
        /// Version of mzhost.
        version: String,
        /// What the user named: folder or file.
        composition: String,
        /// Project name.
        project: String,
        /// Workflow, if one runs.
        workflow: Option<String>,
        /// Its arguments.
        args: Vec<String>,
        /// Seed of all randomness.
        seed: String,
        /// The run folder.
        folder: String,
    },
    /// A guest is being built.
    BuildStarted {
        /// Folder.
        folder: String,
        /// Language.
        language: String,
    },
    /// A guest was built.
    BuildFinished {
        /// Milliseconds.
        ms: u64,
    },
    /// A component is being compiled to machine code: it is not in the cache.
    CompileStarted {
        /// File.
        file: String,
        /// Its size.
        bytes: u64,
    },
    /// A component was compiled.
    CompileFinished {
        /// Milliseconds.
        ms: u64,
    },
    /// A component was loaded.
    ComponentLoaded {
        /// File.
        file: String,
        /// Milliseconds, compilation included.
        ms: u64,
    },
    /// A workflow begins; opens a span.
    WorkflowStarted {
        /// Name.
        workflow: String,
        /// Arguments.
        args: Vec<String>,
    },
    /// A workflow ended; closes its span.
    WorkflowFinished {
        /// Name.
        workflow: String,
        /// Why it failed.
        fault: Option<Fault>,
        /// Milliseconds.
        ms: u64,
    },
    /// A guest calls the host; opens a span.
    CallStarted {
        /// The operation as data, secrets left out.
        operation: serde_json::Value,
    },
    /// The call is answered; closes its span.
    CallFinished {
        /// Name of the operation.
        op: String,
        /// Why it failed.
        fault: Option<Fault>,
        /// Milliseconds.
        ms: u64,
    },
    /// A line of a guest's standard output or error.
    GuestOutput {
        /// Workflow.
        workflow: String,
        /// Stream.
        stream: Stream,
        /// Line without its end.
        line: String,
    },
    /// A message through `log`.
    GuestLog {
        /// Workflow.
        workflow: String,
        /// Level.
        level: LogLevel,
        /// Message.
        message: String,
    },
    /// Images are made ready; the workflow's clock stands.
    ImageStarted {
        /// Reference or build context.
        image: String,
        /// `pull` or `build`.
        how: String,
    },
    /// A step of a pull or build.
    ImageProgress {
        /// Reference or build context.
        image: String,
        /// One line.
        text: String,
    },
    /// An image was pulled or built.
    ImageReady {
        /// Reference or build context.
        image: String,
        /// The engine's id.
        id: String,
        /// Milliseconds.
        ms: u64,
    },
    /// The user put another image in the place of a service's.
    ImageReplaced {
        /// Service.
        service: String,
        /// What the composition names; null where it would be built.
        was: Option<String>,
        /// What takes its place.
        image: String,
    },
    /// A service's container changed its state.
    Service {
        /// Service.
        service: String,
        /// `created`, `started`, `ready`, `exited`, `stopped`, `killed`, `paused`, `unpaused`, `removed`.
        state: ServiceState,
        /// Milliseconds since the state before, where that says something.
        ms: Option<u64>,
        /// Exit code for `exited`.
        exit_code: Option<i32>,
    },
    /// Services of which some depend on others were brought up.
    UpFinished {
        /// How many were started.
        services: usize,
        /// The chain that took longest.
        critical_path: Vec<Step>,
        /// Milliseconds from when all images and containers were there.
        ms: u64,
    },
    /// A job begins; opens a span.
    JobStarted {
        /// Number.
        job: u32,
        /// What it does.
        title: String,
    },
    /// A job ended; closes its span.
    JobFinished {
        /// Number.
        job: u32,
        /// `passed`, `failed` or `cancelled`.
        state: String,
        /// Why it failed.
        fault: Option<Fault>,
    },
    /// A named test case of a workflow begins; opens a span.
    CaseStarted {
        /// Workflow.
        workflow: String,
        /// Name.
        case: String,
    },
    /// A test case ended; closes its span.
    CaseFinished {
        /// Workflow.
        workflow: String,
        /// Name.
        case: String,
        /// Why it failed.
        fault: Option<Fault>,
        /// Milliseconds.
        ms: u64,
    },
    /// Test files (`.td`, `.slt`) begin.
    TestsStarted {
        /// Number of files.
        files: u32,
    },
    /// A test file begins.
    TestFileStarted {
        /// File.
        file: String,
    },
    /// A command of a test file ended.
    TestCommand {
        /// File.
        file: String,
        /// Line that it begins at.
        line: u32,
        /// Its first line, variables replaced, secrets left out.
        title: String,
        /// Tries that were made.
        tries: u32,
        /// Whether it passed.
        passed: bool,
        /// Microseconds.
        us: u64,
    },
    /// Something that a command of a test file prints, such as the answer to a request.
    TestOutput {
        /// File.
        file: String,
        /// Line that the command begins at.
        line: u32,
        /// Text.
        text: String,
    },
    /// A test file ended.
    TestFileFinished {
        /// File.
        file: String,
        /// Why it failed.
        failure: Option<Box<TestFailure>>,
        /// Commands that ran.
        commands: u32,
        /// Results that were rewritten in the file.
        rewritten: u32,
        /// Milliseconds.
        ms: u64,
    },
    /// All test files ended.
    TestsFinished {
        /// Files that passed.
        passed: u32,
        /// Files that failed.
        failed: u32,
        /// Files that did not run because too many had failed.
        not_run: Vec<String>,
        /// Milliseconds.
        ms: u64,
    },
    /// The policy decided about something that was asked for.
    PolicyDecided(Decision),
    /// Something the user should know.
    Warning {
        /// Message.
        message: String,
    },
    /// Clean-up begins.
    CleanupStarted {
        /// Why: `finished`, `interrupted` …
        reason: String,
    },
    /// Clean-up ended.
    CleanupFinished {
        /// Containers removed.
        containers: usize,
        /// Networks removed.
        networks: usize,
        /// Volumes removed.
        volumes: usize,
        /// What could not be removed.
        problems: Vec<String>,
        /// Milliseconds.
        ms: u64,
    },
    /// Containers were left running, as asked for.
    Kept {
        /// Project name.
        project: String,
        /// Number of containers.
        containers: usize,
    },
    /// The last event.
    RunFinished {
        /// Why it failed.
        fault: Option<Fault>,
        /// The workflow that failed.
        workflow: Option<String>,
        /// The last log lines of the service concerned.
        log_tail: Vec<String>,
        /// Path of that service's full log.
        log_file: Option<String>,
        /// The process's exit code.
        exit: u8,
        /// Milliseconds.
        ms: u64,
    },
}

/// Why a test file failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestFailure {
    /// The code that says whose fault it is: `test.failed`, `test.invalid`, `test.environment`, `policy.denied`.
    pub code: String,
    /// `FILE:LINE:COLUMN`.
    pub place: String,
    /// The command's first line, variables replaced, secrets left out.
    pub statement: String,
    /// What is wrong.
    pub message: String,
    /// The line of the file with a caret.
    pub snippet: String,
    /// What was expected and what came, in lines.
    pub difference: Option<String>,
    /// The last error of the server.
    pub server: Option<String>,
    /// Tries that were made.
    pub tries: u32,
    /// Milliseconds that they took.
    pub ms: u64,
    /// Seed of the file, to repeat it.
    pub seed: String,
}

/// The states of a service that are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum ServiceState {
    Created,
    Started,
    Ready,
    Exited,
    Stopped,
    Killed,
    Paused,
    Unpaused,
    Removed,
}

/// Receives every event of a run, in order.
pub trait Consumer: Send {
    /// Takes one event. Problems of the consumer's own must not stop the run.
    fn consume(&mut self, event: &Event);
}

/// The sender of one run; cheap to clone.
#[derive(Clone)]
pub struct Events {
    inner: Arc<Inner>,
}

struct Inner {
    run: String,
    masker: Masker,
    start: Instant,
    spans: AtomicU64,
    state: Mutex<State>,
}

struct State {
    seq: u64,
    consumers: Vec<Box<dyn Consumer>>,
}

impl Events {
    /// A sender for the run of this id that knows no secret yet.
    pub fn new(run: impl Into<String>, consumers: Vec<Box<dyn Consumer>>) -> Self {
        Self::masking(run, consumers, Masker::default())
    }

    /// A sender for the run of this id that masks what is secret.
    pub fn masking(
        run: impl Into<String>,
        consumers: Vec<Box<dyn Consumer>>,
        masker: Masker,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                run: run.into(),
                masker,
                start: Instant::now(),
                spans: AtomicU64::new(1),
                state: Mutex::new(State { seq: 0, consumers }),
            }),
        }
    }

    /// What is secret in the run. Whatever else writes of the run asks it, too.
    pub fn masker(&self) -> &Masker {
        &self.inner.masker
    }

    /// A new span.
    pub fn span(&self) -> SpanId {
        SpanId(self.inner.spans.fetch_add(1, Ordering::Relaxed))
    }

    /// Time since the run's start.
    pub fn elapsed(&self) -> std::time::Duration {
        self.inner.start.elapsed()
    }

    /// Tells an event of the run itself.
    pub fn tell(&self, kind: EventKind) {
        self.tell_in(SpanId::RUN, None, kind);
    }

    /// Tells an event of a span.
    pub fn tell_in(&self, span: SpanId, parent: Option<SpanId>, mut kind: EventKind) {
        if self.inner.masker.knows_any() {
            kind.change_texts(&|text| self.inner.masker.mask_in(text));
        }
        let mut state = self
            .inner
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        state.seq += 1;
        let event = Event {
            schema: SCHEMA,
            run: self.inner.run.clone(),
            seq: state.seq,
            mono_us: u64::try_from(self.inner.start.elapsed().as_micros()).unwrap_or(u64::MAX),
            time: OffsetDateTime::now_utc()
                .format(&Rfc3339)
                .unwrap_or_default(),
            span,
            parent,
            kind,
        };
        for consumer in &mut state.consumers {
            consumer.consume(&event);
        }
    }
}
