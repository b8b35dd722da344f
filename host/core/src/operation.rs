//! Every guest call as one serialisable [`Operation`] with one serialisable [`Reply`].
//!
//! The imports of the WebAssembly host translate into these and back; `crate::perform` passes them
//! through the layers (events, policy, limits) to the executor. Resources are numbers here, valid for the
//! workflow that made them.

use serde::{Deserialize, Serialize};

use crate::fault::Fault;

/// How to run a command in a container; see `types.exec-options`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ExecOptions {
    /// Bytes for standard input.
    #[serde(default, with = "base64_bytes::option")]
    pub input: Option<Vec<u8>>,
    /// Further variables.
    pub env: Vec<(String, String)>,
    /// User to run as.
    pub user: Option<String>,
    /// Folder to run in.
    pub working_dir: Option<String>,
    /// Whether a non-zero exit code is an error.
    pub check: bool,
    /// Limit in milliseconds.
    pub timeout_ms: Option<u32>,
}

/// Where to connect for SQL; see `types.sql-target`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SqlTarget {
    /// Service name.
    pub service: String,
    /// Port in the container.
    pub port: u16,
    /// User.
    pub user: String,
    /// Password. Never part of an event.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub password: Option<String>,
    /// Database.
    pub database: String,
    /// TLS mode.
    pub tls: TlsMode,
}

/// Whether a connection is encrypted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TlsMode {
    /// Never.
    Disable,
    /// When the server offers it.
    #[default]
    Prefer,
    /// Always, without checking the certificate.
    Require,
}

impl From<TlsMode> for mzhost_testdrive::postgres::tls::TlsMode {
    fn from(mode: TlsMode) -> Self {
        match mode {
            TlsMode::Disable => Self::Disable,
            TlsMode::Prefer => Self::Prefer,
            TlsMode::Require => Self::Require,
        }
    }
}

/// One call of a guest; see the functions of the same names in `wit/`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "kebab-case")]
pub enum Operation {
    /// `composition.up`, `up-within`, `up-no-wait`.
    Up {
        /// Services; empty is all.
        services: Vec<String>,
        /// Whether to wait until they are ready.
        wait: bool,
        /// Limit in milliseconds.
        timeout_ms: Option<u32>,
    },
    /// `composition.wait-ready`.
    WaitReady {
        /// Services; empty is all.
        services: Vec<String>,
        /// Limit in milliseconds.
        timeout_ms: u32,
    },
    /// `composition.down`, `down-volumes`.
    Down {
        /// Whether named volumes go, too.
        volumes: bool,
    },
    /// `composition.start`.
    Start {
        /// Services; empty is all.
        services: Vec<String>,
    },
    /// `composition.stop`, `stop-within`.
    Stop {
        /// Services; empty is all.
        services: Vec<String>,
        /// Grace period in milliseconds in place of the service's.
        grace_ms: Option<u32>,
    },
    /// `composition.restart`.
    Restart {
        /// Services; empty is all.
        services: Vec<String>,
    },
    /// `composition.pause`.
    Pause {
        /// Services; empty is all.
        services: Vec<String>,
    },
    /// `composition.unpause`.
    Unpause {
        /// Services; empty is all.
        services: Vec<String>,
    },
    /// `composition.kill`, `kill-with`.
    Kill {
        /// Services; empty is all.
        services: Vec<String>,
        /// Signal name or number.
        signal: String,
    },
    /// `composition.rm`.
    Rm {
        /// Services; empty is all.
        services: Vec<String>,
    },
    /// `composition.rm-volumes`.
    RmVolumes {
        /// Names in the document.
        names: Vec<String>,
    },
    /// `composition.exec`, `exec-with`.
    Exec {
        /// Service.
        service: String,
        /// Command and arguments.
        command: Vec<String>,
        /// Options.
        options: ExecOptions,
    },
    /// `composition.run`, `run-with`.
    RunOnce {
        /// Service.
        service: String,
        /// Command and arguments; empty is the service's own.
        command: Vec<String>,
        /// Options.
        options: ExecOptions,
    },
    /// `composition.copy-in`.
    CopyIn {
        /// Service.
        service: String,
        /// Absolute path in the container.
        path: String,
        /// Content.
        #[serde(with = "base64_bytes")]
        content: Vec<u8>,
        /// Permission bits.
        mode: u32,
    },
    /// `composition.copy-out`.
    CopyOut {
        /// Service.
        service: String,
        /// Absolute path in the container.
        path: String,
    },
    /// `composition.logs`.
    Logs {
        /// Service.
        service: String,
        /// Number of last lines.
        lines: u32,
    },
    /// `composition.port`.
    Port {
        /// Service.
        service: String,
        /// Port in the container.
        container_port: u16,
    },
    /// `composition.state`.
    State {
        /// Service.
        service: String,
    },
    /// `composition.stats`.
    Stats {
        /// Service.
        service: String,
    },
    /// `composition.inspect`.
    Inspect {
        /// Service.
        service: String,
    },
    /// `composition.wait-for-exit`.
    WaitForExit {
        /// Services; empty is all.
        services: Vec<String>,
        /// Limit in milliseconds.
        timeout_ms: u32,
    },
    /// `composition.wait-for-log`.
    WaitForLog {
        /// Service.
        service: String,
        /// Regular expression.
        pattern: String,
        /// Limit in milliseconds.
        timeout_ms: u32,
    },
    /// `composition.wait-for-port`.
    WaitForPort {
        /// Service.
        service: String,
        /// Port in the container.
        container_port: u16,
        /// Limit in milliseconds.
        timeout_ms: u32,
    },
    /// `composition.wait-for-http`.
    WaitForHttp {
        /// Service.
        service: String,
        /// Port in the container.
        container_port: u16,
        /// Path with query.
        path: String,
        /// Status wanted.
        status: u16,
        /// Limit in milliseconds.
        timeout_ms: u32,
    },
    /// `composition.wait-for-command`.
    WaitForCommand {
        /// Service.
        service: String,
        /// Command and arguments.
        command: Vec<String>,
        /// Limit in milliseconds.
        timeout_ms: u32,
    },
    /// `composition.workflow`.
    Workflow {
        /// Name without `workflow-`.
        name: String,
        /// Arguments.
        args: Vec<String>,
    },
    /// `http.request`.
    HttpRequest {
        /// Service.
        service: String,
        /// Port in the container.
        container_port: u16,
        /// Method.
        method: String,
        /// Path with query.
        path: String,
        /// Headers.
        headers: Vec<HttpHeader>,
        /// Body.
        #[serde(with = "base64_bytes")]
        body: Vec<u8>,
        /// Limit in milliseconds.
        timeout_ms: u32,
    },
    /// `sql.connect`, `connect-within`.
    SqlConnect {
        /// Target.
        target: SqlTarget,
        /// Try again for this long, in milliseconds; once when absent.
        timeout_ms: Option<u32>,
    },
    /// `sql.connection.query`.
    SqlQuery {
        /// Connection.
        connection: u32,
        /// Statement.
        statement: String,
        /// Parameters.
        params: Vec<Option<String>>,
    },
    /// `sql.connection.execute`.
    SqlExecute {
        /// Connection.
        connection: u32,
        /// Statement.
        statement: String,
        /// Parameters.
        params: Vec<Option<String>>,
    },
    /// `sql.connection.batch`.
    SqlBatch {
        /// Connection.
        connection: u32,
        /// Statements.
        statements: String,
    },
    /// `sql.connection.close`, or the guest dropped it.
    SqlClose {
        /// Connection.
        connection: u32,
    },
    /// `sql.wait-for-rows`.
    SqlWaitForRows {
        /// Target.
        target: SqlTarget,
        /// Query.
        query: String,
        /// Rows wanted, in any order.
        expected: Vec<Vec<Option<String>>>,
        /// Limit in milliseconds.
        timeout_ms: u32,
    },
    /// `testdrive.run-testdrive-files`, `run-testdrive-source`, `run-sqllogictest-files`, `run-sqllogictest-source`.
    TestFiles(TestFiles),
    /// `overrides.replace`.
    Override {
        /// The Compose document.
        document: String,
    },
    /// `overrides.replacement.close`, or the guest dropped it.
    OverrideClose {
        /// Replacement.
        replacement: u32,
    },
    /// `tests.start-case`.
    CaseStart {
        /// Name.
        name: String,
    },
    /// `tests.test-case.passed`, `failed`, or the guest dropped it.
    CaseEnd {
        /// Test case.
        case: u32,
        /// How it ended.
        end: CaseEnd,
    },
    /// `jobs.exec`, `jobs.sql`, `jobs.workflow`, `jobs.testdrive-files`, `jobs.sqllogictest-files`.
    JobStart {
        /// The work.
        work: JobWork,
    },
    /// `jobs.job.poll`.
    JobPoll {
        /// Job.
        job: u32,
    },
    /// `jobs.job.wait`.
    JobWait {
        /// Job.
        job: u32,
        /// Limit in milliseconds.
        timeout_ms: u32,
    },
    /// `jobs.job.cancel`.
    JobCancel {
        /// Job.
        job: u32,
    },
    /// `files.read`, `read-part`.
    FileRead {
        /// Path relative to the root.
        path: String,
        /// First byte.
        offset: u64,
        /// Number of bytes; the limit on results when absent.
        length: Option<u32>,
    },
    /// `files.find`.
    FileFind {
        /// Glob.
        glob: String,
    },
    /// `log.*`.
    Log {
        /// Level.
        level: LogLevel,
        /// Message.
        message: String,
    },
    /// `variables.get`.
    VariableGet {
        /// Name.
        name: String,
    },
    /// `variables.seed`.
    Seed,
    /// `variables.project`.
    Project,
    /// `catalog.kinds`.
    CatalogKinds,
    /// `catalog.service`. Parameters and keys may hold passwords: they are never part of an event.
    CatalogService {
        /// Service of the catalog.
        kind: String,
        /// JSON.
        parameters: String,
        /// JSON.
        overrides: String,
    },
    /// `catalog.merge`.
    CatalogMerge {
        /// Compose documents. Never part of an event.
        documents: Vec<String>,
    },
}

/// The work of a background job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "work", rename_all = "kebab-case")]
pub enum JobWork {
    /// A command in a running container.
    Exec {
        /// Service.
        service: String,
        /// Command and arguments.
        command: Vec<String>,
        /// Options.
        options: ExecOptions,
    },
    /// Statements on a connection of its own.
    Sql {
        /// Target.
        target: SqlTarget,
        /// Statements, one after another.
        statements: Vec<String>,
    },
    /// Another workflow on an instance of its own.
    Workflow {
        /// Name without `workflow-`.
        name: String,
        /// Arguments.
        args: Vec<String>,
    },
    /// Test files of the composition's root.
    TestFiles(TestFiles),
}

/// Test files to run, and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TestFiles {
    /// What they are written in.
    pub language: TestLanguage,
    /// The files.
    pub input: TestInput,
    /// Options by the names that `mzhost_testdrive::Options::set` knows.
    pub options: Vec<TestOption>,
}

/// What test files are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TestLanguage {
    /// `.td`.
    Testdrive,
    /// `.slt`.
    Sqllogictest,
}

impl TestLanguage {
    /// The word that people and guests use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Testdrive => "testdrive",
            Self::Sqllogictest => "sqllogictest",
        }
    }
}

/// Which test files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TestInput {
    /// Those of the composition's root that fit one of these.
    Globs(Vec<String>),
    /// A text in place of a file.
    Source {
        /// What reports call it.
        name: String,
        /// The text.
        text: String,
    },
}

/// An option of a run of test files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestOption {
    /// Name.
    pub name: String,
    /// Value. Secrets in it are never part of an event.
    pub value: String,
}

/// How test files went that passed; see `testdrive.summary`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestSummary {
    /// Files that ran.
    pub files: u32,
    /// Commands that ran.
    pub commands: u32,
    /// Results that were rewritten.
    pub rewritten: u32,
    /// Milliseconds.
    pub ms: u32,
}

/// How a test case ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CaseEnd {
    /// As it should.
    Passed,
    /// For this reason.
    Failed(Fault),
    /// The guest dropped it, which is a failure unless it was over.
    Dropped,
}

/// Level of a message of the guest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// With `--verbose` only.
    Debug,
    /// Ordinary.
    Info,
    /// May be a problem.
    Warn,
    /// Is a problem.
    Error,
}

/// Text that may have been cut.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// The text.
    pub content: String,
    /// Whether something is missing.
    pub truncated: bool,
}

/// Bytes that may have been cut.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Data {
    /// The bytes.
    #[serde(with = "base64_bytes")]
    pub content: Vec<u8>,
    /// Whether something is missing.
    pub truncated: bool,
}

/// What a command printed and how it ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Execution {
    /// Exit code.
    pub exit_code: i32,
    /// Standard output.
    pub output: Text,
    /// Standard error.
    pub errors: Text,
}

/// A header of HTTP.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpHeader {
    /// Name.
    pub name: String,
    /// Value. Secrets in it are never part of an event.
    pub value: String,
}

/// What an HTTP server answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpResponse {
    /// Status code.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<HttpHeader>,
    /// Body.
    pub body: Data,
}

/// A column of a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Name.
    pub name: String,
    /// Name of its type.
    pub type_name: String,
}

/// The result of a query.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows of cells.
    pub rows: Vec<Vec<Option<String>>>,
    /// Rows returned or changed.
    pub affected: u64,
    /// Whether rows are missing.
    pub truncated: bool,
}

/// The state of a service's container; see `composition.container-state`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContainerState {
    /// The engine's word, or `absent`.
    pub status: String,
    /// Whether mzhost saw it ready since its last start.
    pub ready: bool,
    /// Exit code when it has exited.
    pub exit_code: Option<i32>,
    /// Whether the kernel killed it for its memory limit.
    pub oom_killed: bool,
    /// How often the engine restarted it.
    pub restarts: u32,
}

/// What a running container uses; see `composition.resource-usage`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ResourceUsage {
    /// Bytes of memory, without files in the cache that the kernel can drop.
    pub memory: u64,
    /// The most bytes that it had, where the kernel tells.
    pub memory_peak: Option<u64>,
    /// The limit on its memory.
    pub memory_limit: u64,
    /// Seconds of processor time since its start.
    pub cpu_seconds: f64,
    /// Processes and threads.
    pub processes: u64,
}

/// How a job ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobOutcome {
    /// State.
    pub state: JobState,
    /// Why it failed.
    pub error: Option<Fault>,
    /// What it printed.
    pub output: Text,
}

/// The end of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JobState {
    /// Without error.
    Passed,
    /// With an error.
    Failed,
    /// By `cancel` or the workflow's end.
    Cancelled,
}

impl JobState {
    /// The word that guests see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What an operation answers. Which variant belongs to which operation follows from `composition.wit`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "reply", content = "value", rename_all = "kebab-case")]
pub enum Reply {
    /// Nothing but success.
    Unit,
    /// [`Operation::Exec`], [`Operation::RunOnce`], [`Operation::WaitForCommand`].
    Execution(Execution),
    /// [`Operation::Logs`], [`Operation::Inspect`].
    Text(Text),
    /// [`Operation::CopyOut`], [`Operation::FileRead`].
    Data(Data),
    /// [`Operation::Port`].
    Address {
        /// Host.
        host: String,
        /// Port.
        port: u16,
    },
    /// [`Operation::State`].
    State(ContainerState),
    /// [`Operation::Stats`].
    Usage(ResourceUsage),
    /// [`Operation::WaitForExit`]: service and exit code.
    Exits(Vec<(String, i32)>),
    /// [`Operation::WaitForLog`]: the line; [`Operation::Seed`], [`Operation::Project`].
    Line(String),
    /// [`Operation::HttpRequest`].
    Http(HttpResponse),
    /// [`Operation::SqlConnect`].
    Connection(u32),
    /// [`Operation::SqlQuery`].
    Rows(Rows),
    /// [`Operation::SqlExecute`].
    Affected(u64),
    /// [`Operation::TestFiles`].
    Tested(TestSummary),
    /// [`Operation::Override`].
    Replacement(u32),
    /// [`Operation::CaseStart`].
    Case(u32),
    /// [`Operation::JobStart`].
    Job(u32),
    /// [`Operation::JobPoll`], and always some for [`Operation::JobWait`], [`Operation::JobCancel`].
    Outcome(Option<JobOutcome>),
    /// [`Operation::FileFind`].
    Paths {
        /// Relative paths.
        paths: Vec<String>,
        /// Whether there are more.
        truncated: bool,
    },
    /// [`Operation::VariableGet`].
    Variable(Option<String>),
    /// [`Operation::CatalogKinds`].
    Names(Vec<String>),
    /// [`Operation::CatalogService`], [`Operation::CatalogMerge`].
    Document(String),
}

/// Bytes as base64 text in JSON.
mod base64_bytes {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use base64::{Engine as _, engine::general_purpose::STANDARD};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        STANDARD.decode(&text).map_err(D::Error::custom)
    }

    pub(super) mod option {
        use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

        use base64::{Engine as _, engine::general_purpose::STANDARD};

        #[expect(clippy::ref_option, reason = "serde passes a reference to the field")]
        pub(in super::super) fn serialize<S: Serializer>(
            bytes: &Option<Vec<u8>>,
            serializer: S,
        ) -> Result<S::Ok, S::Error> {
            bytes
                .as_deref()
                .map(|bytes| STANDARD.encode(bytes))
                .serialize(serializer)
        }

        pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(
            deserializer: D,
        ) -> Result<Option<Vec<u8>>, D::Error> {
            Option::<String>::deserialize(deserializer)?
                .map(|text| STANDARD.decode(&text).map_err(D::Error::custom))
                .transpose()
        }
    }
}
