//! The bodies of our requests to the engine. A field that is not here cannot be sent, and each stands
//! with its rule: this file is the table that the policy checks.

mod asked;

use std::collections::BTreeMap;

use mzhost_compose::model::{Protocol, Restart, Ulimit};

use super::ids::{ContainerId, ImageId, ImageReference, ObjectName};
use super::rule::request;

pub use asked::{
    Bind, Capabilities, HostLine, MountRequest, NetworkModeRequest, PublishedPort, SecurityOptions,
    UserLabels, VolumeOptions,
};

request! {
    /// `POST /containers/create`.
    CreateContainer {
        /// The container's name.
        [Host] name: ObjectName,
        /// The image's id, so that a tag that moves changes nothing.
        [Host] image: ImageId,
        /// Platform to create for.
        [Free] platform: Option<String>,
        /// Command in place of the image's.
        [Free] command: Option<Vec<String>>,
        /// Entry point in place of the image's.
        [Free] entrypoint: Option<Vec<String>>,
        /// Environment; `None` unsets a variable of the image.
        [Free] environment: BTreeMap<String, Option<String>>,
        /// Host name.
        [Free] hostname: Option<String>,
        /// User.
        [Free] user: Option<String>,
        /// Folder.
        [Free] working_dir: Option<String>,
        /// Init process as PID 1.
        [Free] init: Option<bool>,
        /// Whether the engine leaves the image's health check alone.
        [Host] no_healthcheck: bool,
        /// Whether standard input is open.
        [Host] open_stdin: bool,
        /// Stop signal.
        [Free] stop_signal: Option<String>,
        /// Grace period in seconds.
        [Free] stop_timeout: Option<u32>,
        /// Labels of the composition's own.
        [Never] user_labels: UserLabels,
        /// Compose's labels and ours, which win.
        [Host] labels: BTreeMap<String, String>,
        /// Ports that are declared.
        [Free] exposed: Vec<(u16, Protocol)>,
        /// Ports that are published.
        [Needs PublicPort, Needs FixedPort] ports: Vec<PublishedPort>,
        /// Real folders of the machine.
        [Needs Bind] binds: Vec<Bind>,
        /// Volumes and memory.
        [Free] mounts: Vec<MountRequest>,
        /// Memory mounts with their options.
        [Free] tmpfs: BTreeMap<String, String>,
        /// Networks by name, with aliases; the first is joined at creation.
        [Host] networks: Vec<(ObjectName, Vec<String>)>,
        /// Whether names that no container has are asked of nobody: networks without a way out do not stop the engine.
        [Host] no_name_servers: bool,
        /// A mode in place of networks.
        [Needs HostNetwork] network_mode: NetworkModeRequest,
        /// Lines for `/etc/hosts`.
        [Needs HostGateway] extra_hosts: Vec<HostLine>,
        /// Limits of resources of processes.
        [Free] ulimits: BTreeMap<String, Ulimit>,
        /// Capabilities added.
        [Needs LinuxCapability] cap_add: Capabilities,
        /// Capabilities dropped.
        [Free] cap_drop: Vec<String>,
        /// Kernel parameters.
        [Needs Sysctl] sysctls: BTreeMap<String, String>,
        /// Security options.
        [Needs SecurityOption] security_opt: SecurityOptions,
        /// Restart policy.
        [Free] restart: Restart,
        /// Size of `/dev/shm`.
        [Free] shm_size: Option<u64>,
        /// Read-only root.
        [Free] read_only: bool,
        /// Processor cores.
        [Free] cpus: Option<f64>,
        /// Memory in bytes.
        [Free] memory: Option<u64>,
        /// Number of processes; mzhost's own limit when absent.
        [Host] pids_limit: Option<u32>,
        /// Largest log in bytes that the engine keeps.
        [Host] log_limit: u64,
        /// All privileges of the machine.
        [Never] privileged: bool,
    }
}

request! {
    /// `POST /networks/ID/connect`, for networks beyond a container's first.
    JoinNetwork {
        /// The network.
        [Host] network: ObjectName,
        /// The container.
        [Host] container: ContainerId,
        /// Further names of the container there.
        [Free] aliases: Vec<String>,
    }
}

request! {
    /// `POST /networks/create`.
    CreateNetwork {
        /// The network's name.
        [Host] name: ObjectName,
        /// Labels of the composition's own.
        [Never] user_labels: UserLabels,
        /// Compose's labels and ours, which win.
        [Host] labels: BTreeMap<String, String>,
        /// Subnet from the pool; the engine's choice when absent.
        [Host] subnet: Option<String>,
        /// A way out, and published ports; the engine makes an internal network of one without.
        [Needs Net] outward: bool,
    }
}

request! {
    /// `POST /volumes/create`.
    CreateVolume {
        /// The volume's name.
        [Host] name: ObjectName,
        /// Labels of the composition's own.
        [Never] user_labels: UserLabels,
        /// Compose's labels and ours, which win.
        [Host] labels: BTreeMap<String, String>,
        /// Options of the local driver: those of a memory volume only.
        [Never] driver_opts: VolumeOptions,
    }
}

request! {
    /// `POST /containers/ID/exec`.
    CreateExec {
        /// Command and arguments.
        [Free] command: Vec<String>,
        /// Environment.
        [Free] environment: Vec<(String, String)>,
        /// User.
        [Free] user: Option<String>,
        /// Folder.
        [Free] working_dir: Option<String>,
        /// Whether standard input is connected.
        [Host] stdin: bool,
        /// All privileges of the machine.
        [Never] privileged: bool,
    }
}

request! {
    /// `POST /build`; the context travels beside it.
    BuildImage {
        /// The only tag, made by mzhost.
        [Host] tag: String,
        /// Path of the Dockerfile in the context.
        [Free] dockerfile: String,
        /// Build arguments.
        [Free] args: BTreeMap<String, String>,
        /// Stage to stop at.
        [Free] target: Option<String>,
        /// Labels.
        [Never] labels: UserLabels,
        /// Platform.
        [Free] platform: Option<String>,
        /// The folder that the archive was made of; it is not sent.
        [Needs BuildImage] context: String,
    }
}

request! {
    /// `POST /images/create`: an image from its registry. The user's credentials for that registry go along, which only
    /// an approved request finds.
    PullImage {
        /// What to pull.
        [Needs Pull] image: ImageReference,
        /// Platform.
        [Free] platform: Option<String>,
    }
}

#[cfg(test)]
mod tests {
    use super::super::rule::{Capability, Request, Rule};
    use super::*;

    #[test]
    fn a_plain_request_asks_for_nothing() {
        let request = CreateContainer {
            ports: vec![PublishedPort {
                target: 80,
                protocol: Protocol::Tcp,
                host_ip: "127.0.0.1".into(),
                published: None,
            }],
            security_opt: SecurityOptions(vec!["no-new-privileges:true".into()]),
            ..CreateContainer::default()
        };
        assert_eq!(request.asks(), vec![]);
    }

    #[test]
    fn each_dangerous_field_asks_with_its_value() {
        let request = CreateContainer {
            cap_add: Capabilities(vec!["CAP_CHOWN".into(), "NET_ADMIN".into()]),
            network_mode: NetworkModeRequest::Host,
            privileged: true,
            binds: vec![Bind {
                source: "/etc".into(),
                target: "/x".into(),
                read_only: false,
            }],
            ..CreateContainer::default()
        };
        let asks: Vec<_> = request
            .asks()
            .into_iter()
            .map(|ask| (ask.field, ask.rule, ask.value))
            .collect();
        assert_eq!(
            asks,
            vec![
                ("binds", Rule::Needs(Capability::Bind), "/etc:rw".to_owned()),
                (
                    "network_mode",
                    Rule::Needs(Capability::HostNetwork),
                    "host".to_owned()
                ),
                (
                    "cap_add",
                    Rule::Needs(Capability::LinuxCapability),
                    "NET_ADMIN".to_owned()
                ),
                ("privileged", Rule::Never, "true".to_owned()),
            ]
        );
    }
}
