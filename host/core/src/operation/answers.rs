//! What calls are answered with.

use serde::{Deserialize, Serialize};

use super::{TestSummary, base64_bytes};
use crate::fault::Fault;

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
