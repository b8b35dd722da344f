//! How files are run.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::retry::Policy;

/// How files are run. Every field has a flag of `mzhost td` and an option of the same name in `testdrive.wit`.
#[derive(Debug, Clone)]
pub struct Options {
    /// The server of `>`, `!` and `?`: `postgres://USER:PASSWORD@HOST:PORT/DATABASE`.
    pub postgres_url: Option<String>,
    /// Kafka's bootstrap address, `HOST:PORT`.
    pub kafka_addr: Option<String>,
    /// Partitions of a topic that is created without `partitions=`.
    pub kafka_default_partitions: i32,
    /// The schema registry, `http://HOST:PORT/`.
    pub schema_registry_url: Option<String>,
    /// User of the schema registry.
    pub schema_registry_username: Option<String>,
    /// Password of the schema registry.
    pub schema_registry_password: Option<String>,
    /// `arg.NAME`.
    pub variables: BTreeMap<String, String>,
    /// `env.NAME`: what the user granted.
    pub environment: BTreeMap<String, String>,
    /// `testdrive.seed`; drawn anew for each file when absent.
    pub seed: Option<u32>,
    /// How often and how long commands are tried.
    pub retry: RetryOptions,
    /// Files that run at the same time.
    pub jobs: usize,
    /// Whether each file gets a database of its own.
    pub isolation: Isolation,
    /// Failed files after which no further one begins.
    pub max_errors: Option<usize>,
    /// Whether wrong results are replaced in the files.
    pub rewrite_results: bool,
    /// Limits on what a file may ask for.
    pub limits: Limits,
}

/// How often and how long commands are tried.
#[derive(Debug, Clone)]
pub struct RetryOptions {
    /// How long.
    pub timeout: Duration,
    /// Pause after the first try.
    pub initial_backoff: Duration,
    /// What the pause grows by with each try, up to a second.
    pub backoff_factor: f64,
    /// How often.
    pub max_tries: Option<u32>,
    /// Whether statements that write are tried again, too.
    pub writes: bool,
}

/// Whether each file gets a database of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Isolation {
    /// When several files run at the same time.
    Auto,
    /// Always.
    Always,
    /// Never; files run one after another where they use the same server.
    Never,
}

/// Limits on what a file may ask for.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of a `.td` or `.slt` file.
    pub file: usize,
    /// Bytes that `file-append` and the like write in all.
    pub written: u64,
    /// Records that `kafka-ingest` sends with one command: body times `repeat`.
    pub records: u64,
    /// Bytes of an HTTP answer.
    pub http: usize,
    /// Bytes of one result of `MySQL`, `psql` or a command.
    pub result: usize,
    /// The longest pause of a sleep.
    pub sleep: Duration,
}

impl Options {
    /// How what comes before a file's first command is tried.
    pub fn policy(&self) -> Policy {
        Policy {
            timeout: self.retry.timeout,
            initial_backoff: self.retry.initial_backoff,
            factor: self.retry.backoff_factor,
            max_tries: self.retry.max_tries,
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            postgres_url: None,
            kafka_addr: None,
            kafka_default_partitions: 1,
            schema_registry_url: None,
            schema_registry_username: None,
            schema_registry_password: None,
            variables: BTreeMap::new(),
            environment: BTreeMap::new(),
            seed: None,
            retry: RetryOptions::default(),
            jobs: 1,
            isolation: Isolation::Auto,
            max_errors: None,
            rewrite_results: false,
            limits: Limits::default(),
        }
    }
}

/// The defaults of the original.
impl Default for RetryOptions {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            initial_backoff: Duration::from_millis(50),
            backoff_factor: 1.5,
            max_tries: None,
            writes: false,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file: 16 << 20,
            written: 1 << 30,
            records: 10_000_000,
            http: 16 << 20,
            result: 256 << 20,
            sleep: Duration::from_mins(10),
        }
    }
}
