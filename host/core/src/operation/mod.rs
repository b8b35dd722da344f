//! Every guest call as one serialisable [`Operation`] with one serialisable [`Reply`].
//!
//! The imports of the WebAssembly host translate into these and back; `crate::perform` passes them
//! through the layers (events, policy, limits) to the executor. Resources are numbers here, valid for the
//! workflow that made them.

mod answers;
mod arguments;
mod base64_bytes;

pub use answers::*;
pub use arguments::*;

use serde::{Deserialize, Serialize};

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
