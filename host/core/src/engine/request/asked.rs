//! Values of requests that say themselves what they ask for: more than their field alone would.

use std::collections::BTreeMap;
use std::path::PathBuf;

use mzhost_compose::model::Protocol;

use super::super::ids::{ContainerId, ImageReference, ObjectName};
use super::super::rule::{Asked, Capability, Rule};

/// A published port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedPort {
    /// Port in the container.
    pub target: u16,
    /// Protocol.
    pub protocol: Protocol,
    /// Address to bind.
    pub host_ip: String,
    /// Port to bind; the engine's choice when absent.
    pub published: Option<u16>,
}

impl PublishedPort {
    fn is_public(&self) -> bool {
        let address = self.host_ip.parse::<std::net::IpAddr>();
        !address.is_ok_and(|address| address.is_loopback())
    }
}

impl Asked for Vec<PublishedPort> {
    /// Addresses that other machines reach, or the ports that the engine does not choose.
    fn values(&self, rule: Rule) -> Vec<String> {
        if rule == Rule::Needs(Capability::FixedPort) {
            let fixed = self.iter().filter_map(|port| port.published);
            return fixed.map(|port| port.to_string()).collect();
        }
        let public = self.iter().filter(|port| port.is_public());
        public.map(|port| port.host_ip.clone()).collect()
    }
}

impl Asked for ImageReference {
    fn values(&self, _rule: Rule) -> Vec<String> {
        vec![self.canonical()]
    }
}

/// Labels that a composition chose; those of Compose and of mzhost say whose an object is, so nobody else sets them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserLabels(pub BTreeMap<String, String>);

/// What the labels of Compose and of mzhost begin with.
const RESERVED_LABELS: [&str; 2] = ["com.docker.compose.", "dev.mzhost."];

impl Asked for UserLabels {
    fn values(&self, _rule: Rule) -> Vec<String> {
        let reserved = |name: &&String| {
            RESERVED_LABELS
                .iter()
                .any(|prefix| name.starts_with(prefix))
        };
        self.0.keys().filter(reserved).cloned().collect()
    }
}

/// Options of the local volume driver, which would mount anything of the machine but for memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VolumeOptions(pub BTreeMap<String, String>);

impl Asked for VolumeOptions {
    fn values(&self, _rule: Rule) -> Vec<String> {
        let Self(options) = self;
        let is_memory = |key: &str| options.get(key).is_some_and(|value| value == "tmpfs");
        let fits = options.is_empty() || (is_memory("type") && is_memory("device"));
        let shown = |(key, value): (&String, &String)| format!("{key}={value}");
        if fits {
            Vec::new()
        } else {
            options.iter().map(shown).collect()
        }
    }
}

/// A real folder or file of the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bind {
    /// The path with links resolved.
    pub source: PathBuf,
    /// Absolute path in the container.
    pub target: String,
    /// Whether the container may only read.
    pub read_only: bool,
}

impl Asked for Vec<Bind> {
    fn values(&self, _rule: Rule) -> Vec<String> {
        self.iter()
            .map(|bind| {
                let mode = if bind.read_only { "" } else { ":rw" };
                format!("{}{mode}", bind.source.display())
            })
            .collect()
    }
}

/// A mount of a volume or of memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MountRequest {
    /// A volume.
    Volume {
        /// Its name; anonymous when absent.
        name: Option<ObjectName>,
        /// Absolute path in the container.
        target: String,
        /// Whether the container may only read.
        read_only: bool,
        /// Whether the image's files are not copied.
        nocopy: bool,
    },
    /// Memory.
    Tmpfs {
        /// Absolute path in the container.
        target: String,
        /// Bytes.
        size: Option<u64>,
        /// Permission bits.
        mode: Option<u32>,
        /// Whether the container may only read.
        read_only: bool,
    },
}

/// The network mode of a container.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum NetworkModeRequest {
    /// The networks of the request.
    #[default]
    Networks,
    /// No network.
    None,
    /// The machine's own.
    Host,
    /// That of another container of the run.
    Container(ContainerId),
}

impl Asked for NetworkModeRequest {
    fn values(&self, _rule: Rule) -> Vec<String> {
        match self {
            Self::Host => vec!["host".to_owned()],
            _ => Vec::new(),
        }
    }
}

/// A line for `/etc/hosts`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostLine {
    /// Host name.
    pub host: String,
    /// Address or `host-gateway`.
    pub address: String,
}

impl Asked for Vec<HostLine> {
    fn values(&self, _rule: Rule) -> Vec<String> {
        self.iter()
            .filter(|line| line.address == "host-gateway")
            .map(|line| line.host.clone())
            .collect()
    }
}

/// Linux capabilities; those that the engine gives every container are free.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Capabilities(pub Vec<String>);

/// What the engine gives by itself: asking for one of them matters after `cap_drop: [ALL]` only.
const GIVEN_CAPABILITIES: &[&str] = &[
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "NET_RAW",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

impl Asked for Capabilities {
    fn values(&self, _rule: Rule) -> Vec<String> {
        let is_given = |name: &str| {
            let name = name.to_ascii_uppercase();
            let name = name.strip_prefix("CAP_").unwrap_or(&name);
            GIVEN_CAPABILITIES.contains(&name)
        };
        self.0
            .iter()
            .filter(|name| !is_given(name))
            .cloned()
            .collect()
    }
}

/// Security options; those that only tighten are free.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SecurityOptions(pub Vec<String>);

impl Asked for SecurityOptions {
    fn values(&self, _rule: Rule) -> Vec<String> {
        self.0
            .iter()
            .filter(|option| {
                !matches!(
                    option.as_str(),
                    "no-new-privileges" | "no-new-privileges:true" | "no-new-privileges=true"
                )
            })
            .cloned()
            .collect()
    }
}
