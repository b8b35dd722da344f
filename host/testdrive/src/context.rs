//! What the commands of one file share.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rand::rngs::SmallRng;

use crate::access::Access;
use crate::actions::{http, kafka, mysql, postgres, schema_registry};
use crate::options::Options;
use crate::regex_mask::RegexMask;
use crate::retry::Policy;
use crate::secrets::Secrets;
use crate::variables::Variables;

/// What the commands of one file share. Its end closes all connections.
pub struct Context {
    /// How files are run.
    pub options: Arc<Options>,
    /// What files may reach.
    pub access: Arc<dyn Access>,
    /// `testdrive.seed`, ten digits; part of the names of topics.
    pub seed: String,
    /// Randomness that follows from the seed.
    pub random: SmallRng,
    /// The file's variables.
    pub variables: Variables,
    /// What is not shown.
    pub secrets: Secrets,
    /// The mask that `set-regex` set.
    pub mask: Option<RegexMask>,
    /// The limit that `set-sql-timeout` set, or the default.
    pub timeout: Duration,
    /// The number that `set-max-tries` set, or the default.
    pub max_tries: Option<u32>,
    /// Whether rows are compared in the order in which they came.
    pub ordered: bool,
    /// The folder that `file-*` write to; its own, removed at the file's end.
    pub folder: PathBuf,
    /// Bytes written to it so far.
    pub written: u64,
    /// Tries of the command that runs, for the reports; a command that tries again sets it.
    pub tries: u32,
    /// Warnings and output for the reports, in order: the runner takes them after each command.
    pub notes: Vec<Note>,
    /// State of the PostgreSQL actions.
    pub postgres: postgres::State,
    /// State of the HTTP actions.
    pub http: http::State,
    /// State of the Kafka actions.
    pub kafka: kafka::State,
    /// State of the schema registry's actions.
    pub schema_registry: schema_registry::State,
    /// State of the `MySQL` actions.
    pub mysql: mysql::State,
}

/// Something for the reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Something the user should know.
    Warning(String),
    /// What an action prints.
    Output(String),
}

impl Context {
    /// How commands are tried, as the file set it.
    pub fn policy(&self) -> Policy {
        Policy {
            timeout: self.timeout,
            max_tries: self.max_tries,
            ..self.options.policy()
        }
    }

    /// [`policy`](Self::policy) with a limit that is at least this long, for waits that have their own.
    pub fn policy_at_least(&self, timeout: Duration) -> Policy {
        let policy = self.policy();
        Policy {
            timeout: policy.timeout.max(timeout),
            ..policy
        }
    }

    /// The topic that a file means by a name: `testdrive-NAME-SEED`.
    pub fn topic(&self, name: &str) -> String {
        format!("testdrive-{name}-{}", self.seed)
    }

    /// Masks a text as the file said.
    pub fn masked(&self, text: String) -> String {
        match &self.mask {
            Some(mask) => mask.apply(&text),
            None => text,
        }
    }

    /// Tells the user something.
    pub fn warn(&mut self, message: impl Into<String>) {
        self.notes.push(Note::Warning(message.into()));
    }

    /// Prints something.
    pub fn print(&mut self, text: impl Into<String>) {
        self.notes.push(Note::Output(text.into()));
    }
}
