//! What a Compose document says after parsing: plain data, every short form made long.
//!
//! Only the parser makes these values; orchestration reads them. Serialising a [`Service`] is
//! stable, so that its hash tells whether a container is still up to date.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;

use crate::node::Node;

/// A whole document.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Document {
    /// The top-level `name`, which only the default of the project's name uses.
    pub name: Option<String>,
    /// Services by name.
    pub services: BTreeMap<String, Service>,
    /// Networks by name; `default` is there when a service uses it.
    pub networks: BTreeMap<String, Network>,
    /// Named volumes by name.
    pub volumes: BTreeMap<String, Volume>,
    /// Configs by name.
    pub configs: BTreeMap<String, FileSource>,
    /// Secrets by name.
    pub secrets: BTreeMap<String, FileSource>,
    /// What the composition wants to be granted, as it is written under `x-mzhost`: others know what can be granted.
    #[serde(skip)]
    pub wants: Vec<(String, Node)>,
}

/// One service.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Service {
    /// The key under `services`.
    pub name: String,
    /// Image reference.
    pub image: Option<String>,
    /// How to build the image.
    pub build: Option<Build>,
    /// Replaces the image's command; a string was split as a shell splits words.
    pub command: Option<Vec<String>>,
    /// Replaces the image's entry point.
    pub entrypoint: Option<Vec<String>>,
    /// Variables, those of `env_file` not included. A value of `None` is taken from the granted variables.
    pub environment: BTreeMap<String, Option<String>>,
    /// Files with variables, relative to the composition's root, first to last.
    pub env_file: Vec<EnvFile>,
    /// Published ports, ranges expanded.
    pub ports: Vec<Port>,
    /// Ports that are only declared.
    pub expose: Vec<ExposedPort>,
    /// Mounts of volumes, folders and memory.
    pub volumes: Vec<Mount>,
    /// Configs to place in the container.
    pub configs: Vec<FileGrant>,
    /// Secrets to place in the container.
    pub secrets: Vec<FileGrant>,
    /// Networks to join; empty only with `network_mode`.
    pub networks: BTreeMap<String, Attachment>,
    /// In place of networks.
    pub network_mode: Option<NetworkMode>,
    /// What must be there first.
    pub depends_on: BTreeMap<String, Dependency>,
    /// The health check, or that the image's own is switched off.
    pub healthcheck: Option<Healthcheck>,
    /// The container's host name.
    pub hostname: Option<String>,
    /// User to run as.
    pub user: Option<String>,
    /// Folder to run in.
    pub working_dir: Option<String>,
    /// Whether an init process is PID 1.
    pub init: Option<bool>,
    /// The user's labels.
    pub labels: BTreeMap<String, String>,
    /// Limits of resources of processes.
    pub ulimits: BTreeMap<String, Ulimit>,
    /// Capabilities added.
    pub cap_add: Vec<String>,
    /// Capabilities dropped.
    pub cap_drop: Vec<String>,
    /// Kernel parameters of the container's namespaces.
    pub sysctls: BTreeMap<String, String>,
    /// Lines for `/etc/hosts`: name and address.
    pub extra_hosts: Vec<ExtraHost>,
    /// Signal that stops the service, else the image's.
    pub stop_signal: Option<String>,
    /// How long to wait after the stop signal before SIGKILL.
    pub stop_grace_period: Option<Duration>,
    /// When the engine starts the container again.
    pub restart: Restart,
    /// Platform, such as `linux/amd64`.
    pub platform: Option<String>,
    /// Size of `/dev/shm` in bytes.
    pub shm_size: Option<u64>,
    /// Whether the root file system is read-only.
    pub read_only: bool,
    /// Memory mounts in the short form of the key `tmpfs`.
    pub tmpfs: Vec<Tmpfs>,
    /// Security options, such as `no-new-privileges:true`.
    pub security_opt: Vec<String>,
    /// `deploy.resources.limits`.
    pub limits: ResourceLimits,
    /// When to pull the image.
    pub pull_policy: PullPolicy,
    /// Our own keys, under `x-mzhost`.
    pub mzhost: Extension,
}

/// How to build an image.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Build {
    /// Folder, relative to the composition's root.
    pub context: String,
    /// Dockerfile, relative to the context; `Dockerfile` when absent.
    pub dockerfile: Option<String>,
    /// Text of the Dockerfile in place of a file.
    pub dockerfile_inline: Option<String>,
    /// Build arguments; `None` is taken from the granted variables.
    pub args: BTreeMap<String, Option<String>>,
    /// Stage to stop at.
    pub target: Option<String>,
    /// Labels of the image.
    pub labels: BTreeMap<String, String>,
}

/// A file of variables.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EnvFile {
    /// Relative to the composition's root.
    pub path: String,
    /// Whether it is an error when the file is not there.
    pub required: bool,
}

/// The protocol of a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
}

/// One published port.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Port {
    /// Port in the container.
    pub target: u16,
    /// Port on the engine's machine; chosen by the engine when absent.
    pub published: Option<u16>,
    /// Address to bind; 127.0.0.1 when absent.
    pub host_ip: Option<String>,
    /// Protocol.
    pub protocol: Protocol,
}

/// One declared port.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExposedPort {
    /// Port in the container.
    pub port: u16,
    /// Protocol.
    pub protocol: Protocol,
}

/// One mount.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mount {
    /// What is mounted.
    pub kind: MountKind,
    /// Absolute path in the container.
    pub target: String,
    /// Whether the container may only read.
    pub read_only: bool,
}

/// What a mount holds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MountKind {
    /// A named volume, or an anonymous one without a name.
    Volume {
        /// Key under the top-level `volumes`.
        source: Option<String>,
        /// Whether the image's files are not copied into a new volume.
        nocopy: bool,
    },
    /// A file or folder of the machine: a copy, unless the user granted the real path.
    Bind {
        /// Absolute, or relative to the composition's root.
        source: String,
    },
    /// Memory.
    Tmpfs {
        /// Size in bytes.
        size: Option<u64>,
        /// Permission bits.
        mode: Option<u32>,
    },
}

impl MountKind {
    /// The key of the named volume that it is, if it is one.
    pub fn volume(&self) -> Option<&str> {
        match self {
            Self::Volume { source, .. } => source.as_deref(),
            Self::Bind { .. } | Self::Tmpfs { .. } => None,
        }
    }
}

/// The short form of a memory mount: `tmpfs: /run:size=1m`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tmpfs {
    /// Absolute path in the container.
    pub target: String,
    /// Mount options as given, such as `size=1m,mode=755`; may be empty.
    pub options: String,
}

/// A config or secret that a service asks for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FileGrant {
    /// Key under the top-level `configs` or `secrets`.
    pub source: String,
    /// Absolute path in the container.
    pub target: String,
    /// Owner.
    pub uid: Option<u32>,
    /// Group.
    pub gid: Option<u32>,
    /// Permission bits; 0o444 when absent.
    pub mode: Option<u32>,
}

/// Where the content of a config or secret comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FileSource {
    /// A file, relative to the composition's root.
    File(String),
    /// Text in the document.
    Content(String),
    /// A granted variable.
    Environment(String),
}

/// How a service joins a network.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Attachment {
    /// Further names of the service there.
    pub aliases: Vec<String>,
}

/// A network mode in place of networks.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NetworkMode {
    /// The engine's machine's own network: needs a grant.
    Host,
    /// None at all.
    None,
    /// That of another service of the document.
    Service(String),
}

/// What a service waits for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dependency {
    /// The state that is waited for.
    pub condition: Condition,
    /// Whether a dependency that is not in the document is an error.
    pub required: bool,
}

/// The three conditions of `depends_on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Its container runs.
    ServiceStarted,
    /// It is ready.
    ServiceHealthy,
    /// It has exited with 0.
    ServiceCompletedSuccessfully,
}

/// A health check with the defaults of Compose filled in by [`Healthcheck`]'s readers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Healthcheck {
    /// The test; absent means the image's own with other times.
    pub test: Option<HealthTest>,
    /// Time between tries; 30 s when absent.
    pub interval: Option<Duration>,
    /// Limit of one try; 30 s when absent.
    pub timeout: Option<Duration>,
    /// Failures in a row that make the service unhealthy; 3 when absent.
    pub retries: Option<u32>,
    /// Time in which failures do not count; 0 when absent.
    pub start_period: Option<Duration>,
    /// Time between tries in the start period. mzhost tries more often by itself.
    pub start_interval: Option<Duration>,
}

/// The test of a health check.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum HealthTest {
    /// `NONE` or `disable: true`: no check, not even the image's.
    None,
    /// `CMD`: a command and its arguments.
    Command(Vec<String>),
    /// `CMD-SHELL`: a line for the image's shell.
    Shell(String),
}

/// A limit of resources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Ulimit {
    /// Soft limit; -1 is none.
    pub soft: i64,
    /// Hard limit; -1 is none.
    pub hard: i64,
}

/// A line for `/etc/hosts`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExtraHost {
    /// Host name.
    pub host: String,
    /// IP address, or `host-gateway`, which needs a grant.
    pub address: String,
}

/// When the engine starts a container again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Restart {
    /// Never.
    #[default]
    No,
    /// Always.
    Always,
    /// After a failure, this often; 0 is without limit.
    OnFailure(u32),
    /// Unless someone stopped it.
    UnlessStopped,
}

/// Limits of `deploy.resources.limits`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct ResourceLimits {
    /// Processor cores.
    pub cpus: Option<f64>,
    /// Bytes of memory.
    pub memory: Option<u64>,
    /// Number of processes.
    pub pids: Option<u32>,
}

/// When to pull an image.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PullPolicy {
    /// When it is not there.
    #[default]
    Missing,
    /// Always.
    Always,
    /// Never.
    Never,
    /// Build, even when the image is there.
    Build,
}

/// A network of the composition.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Network {
    /// Whether there is no way out of it.
    pub internal: bool,
    /// The user's labels.
    pub labels: BTreeMap<String, String>,
}

/// A named volume.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Volume {
    /// Options of the local driver. The parser accepts those of a memory volume only
    /// (`type: tmpfs`, `device: tmpfs`, `o: size=…`).
    pub driver_opts: BTreeMap<String, String>,
    /// The user's labels.
    pub labels: BTreeMap<String, String>,
}

/// Our own keys of a service.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Extension {
    /// How mzhost sees that the service is ready, in place of the health check.
    pub ready: Option<Ready>,
    /// Limit on becoming ready, from the container's start; 120 s when absent.
    pub ready_timeout: Option<Duration>,
    /// Whether the service is meant to run once and exit with 0.
    pub once: bool,
    /// Whether it may be started early and held at a gate; as the run says when absent.
    pub gate: Option<bool>,
    /// Variables of its environment whose values must not be shown.
    pub secrets: Vec<String>,
}

/// A readiness probe of our own.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Ready {
    /// A TCP port accepts connections: `tcp: 5432`.
    Tcp(u16),
    /// An HTTP GET answers: `http: {port: 8080, path: /health, status: 200}`.
    Http {
        /// Port in the container.
        port: u16,
        /// Path with query; `/` when absent.
        path: String,
        /// The status wanted; any of 200 to 399 when absent.
        status: Option<u16>,
    },
    /// A query succeeds: `sql: {port: 5432, user: postgres, password: …, database: …, query: select 1}`.
    Sql {
        /// Port in the container; 5432 when absent.
        port: u16,
        /// User; `postgres` when absent.
        user: String,
        /// Password.
        password: Option<String>,
        /// Database; the user's name when absent.
        database: Option<String>,
        /// Query; `select 1` when absent.
        query: String,
    },
    /// A line of the log fits a regular expression: `log: ready to accept`.
    Log(String),
}
