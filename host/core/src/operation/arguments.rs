//! What calls are given: records that are no plain texts or numbers.

use serde::{Deserialize, Serialize};

use super::base64_bytes;
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
