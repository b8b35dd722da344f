//! The table of a service's keys. A new key is a line here and a field of the model.

use crate::build::build;
use crate::command::{command, texts};
use crate::depends_on::depends_on;
use crate::extension::extension;
use crate::file_grants;
use crate::healthcheck::healthcheck;
use crate::hosts::extra_hosts;
use crate::keys::Keys;
use crate::limits;
use crate::lists;
use crate::model::{Attachment, EnvFile, PullPolicy, Restart, Service};
use crate::mounts;
use crate::networks;
use crate::node::Node;
use crate::place::Place;
use crate::ports;

pub(crate) const SERVICE: Keys<Service> = Keys {
    known: &[
        ("image", |s, p| s.image = p.text()),
        ("build", |s, p| s.build = build(p)),
        ("command", |s, p| s.command = command(p)),
        ("entrypoint", |s, p| s.entrypoint = command(p)),
        ("environment", |s, p| {
            s.environment = lists::optional_values(p);
        }),
        ("env_file", |s, p| s.env_file = env_files(p)),
        ("ports", |s, p| s.ports = ports::ports(p)),
        ("expose", |s, p| s.expose = ports::expose(p)),
        ("volumes", |s, p| s.volumes = mounts::mounts(p)),
        ("configs", |s, p| s.configs = file_grants::grants(p, "")),
        ("secrets", |s, p| {
            s.secrets = file_grants::grants(p, "/run/secrets");
        }),
        ("networks", |s, p| s.networks = networks::networks(p)),
        ("network_mode", |s, p| {
            s.network_mode = networks::network_mode(p);
        }),
        ("depends_on", |s, p| s.depends_on = depends_on(p)),
        ("healthcheck", |s, p| s.healthcheck = healthcheck(p)),
        ("hostname", |s, p| s.hostname = hostname(p)),
        ("user", |s, p| s.user = p.text()),
        ("working_dir", |s, p| s.working_dir = p.absolute_path()),
        ("init", |s, p| s.init = p.boolean()),
        ("labels", |s, p| s.labels = lists::values(p)),
        ("ulimits", |s, p| s.ulimits = limits::ulimits(p)),
        ("cap_add", |s, p| s.cap_add = texts(p)),
        ("cap_drop", |s, p| s.cap_drop = texts(p)),
        ("sysctls", |s, p| s.sysctls = lists::values(p)),
        ("extra_hosts", |s, p| s.extra_hosts = extra_hosts(p)),
        ("stop_signal", |s, p| s.stop_signal = p.text()),
        ("stop_grace_period", |s, p| {
            s.stop_grace_period = p.duration();
        }),
        ("restart", |s, p| s.restart = restart(p).unwrap_or_default()),
        ("platform", |s, p| s.platform = p.text()),
        ("shm_size", |s, p| s.shm_size = p.bytes()),
        ("read_only", |s, p| {
            s.read_only = p.boolean().unwrap_or_default();
        }),
        ("tmpfs", |s, p| s.tmpfs = mounts::tmpfs(p)),
        ("security_opt", |s, p| s.security_opt = texts(p)),
        ("deploy", |s, p| limits::deploy(&mut s.limits, p)),
        ("cpus", |s, p| limits::set_cpus(&mut s.limits, p)),
        ("mem_limit", |s, p| limits::set_memory(&mut s.limits, p)),
        ("pids_limit", |s, p| limits::set_pids(&mut s.limits, p)),
        ("pull_policy", |s, p| {
            s.pull_policy = pull_policy(p).unwrap_or_default();
        }),
        ("x-mzhost", |s, p| s.mzhost = extension(p)),
    ],
    refused: &[
        ("annotations", "use labels"),
        ("attach", "logs of every service are kept, remove it"),
        (
            "blkio_config",
            "use deploy.resources.limits for what it offers",
        ),
        ("cgroup", "containers have a cgroup of their own, remove it"),
        (
            "cgroup_parent",
            "containers have a cgroup of their own, remove it",
        ),
        (
            "container_name",
            "two runs would collide, use the service's name, hostname or an alias",
        ),
        ("cpu_count", "use deploy.resources.limits.cpus"),
        ("cpu_percent", "use deploy.resources.limits.cpus"),
        ("cpu_period", "use deploy.resources.limits.cpus"),
        ("cpu_quota", "use deploy.resources.limits.cpus"),
        ("cpu_rt_period", "use deploy.resources.limits.cpus"),
        ("cpu_rt_runtime", "use deploy.resources.limits.cpus"),
        ("cpu_shares", "use deploy.resources.limits.cpus"),
        ("cpuset", "use deploy.resources.limits.cpus"),
        ("credential_spec", "it is for Windows only, remove it"),
        ("develop", "it is for development, remove it"),
        (
            "device_cgroup_rules",
            "a test gets no devices of the machine",
        ),
        ("devices", "a test gets no devices of the machine"),
        (
            "dns",
            "the engine's own name server is used, see extra_hosts",
        ),
        (
            "dns_opt",
            "the engine's own name server is used, see extra_hosts",
        ),
        (
            "dns_search",
            "the engine's own name server is used, see extra_hosts",
        ),
        ("domainname", "use hostname with its domain"),
        (
            "extends",
            "use YAML anchors and merge keys, or build the services in the guest's language",
        ),
        (
            "external_links",
            "containers outside the composition are out of reach, declare the service",
        ),
        ("gpus", "a test gets no devices of the machine"),
        ("group_add", "use user with a group, such as \"1000:1000\""),
        (
            "ipc",
            "containers have an IPC namespace of their own, see shm_size",
        ),
        ("isolation", "it is for Windows only, remove it"),
        ("label_file", "use labels"),
        (
            "links",
            "services of one network reach each other by name, use depends_on for the order and networks.NAME.aliases for other names",
        ),
        (
            "logging",
            "mzhost keeps the logs of every service in the run's folder",
        ),
        ("mac_address", "the engine chooses it, remove it"),
        ("mem_reservation", "use deploy.resources.limits.memory"),
        ("mem_swappiness", "use deploy.resources.limits.memory"),
        ("memswap_limit", "use deploy.resources.limits.memory"),
        ("models", "remove it"),
        ("oom_kill_disable", "use deploy.resources.limits.memory"),
        ("oom_score_adj", "use deploy.resources.limits.memory"),
        (
            "pid",
            "containers have a PID namespace of their own, remove it",
        ),
        ("post_start", "use exec in the workflow"),
        ("pre_stop", "use exec in the workflow"),
        (
            "privileged",
            "a test gets no more rights than it needs, use cap_add",
        ),
        ("profiles", "name the services to start in the workflow"),
        ("provider", "use a service with an image"),
        ("runtime", "the engine's default runtime is used, remove it"),
        (
            "scale",
            "mzhost runs one container of a service, declare more services",
        ),
        (
            "stdin_open",
            "services get no input, use exec or run in the workflow",
        ),
        ("storage_opt", "remove it"),
        ("tty", "services get no terminal, remove it"),
        ("use_api_socket", "a service gets no access to the engine"),
        (
            "userns_mode",
            "containers have the engine's user namespace, remove it",
        ),
        (
            "uts",
            "containers have a host name of their own, see hostname",
        ),
        ("volumes_from", "mount one named volume in both services"),
    ],
};

/// Reads a service and checks what concerns more than one of its keys.
pub(crate) fn service(name: &str, place: &Place<'_>) -> Service {
    let mut service = Service {
        name: name.to_owned(),
        ..Service::default()
    };
    SERVICE.read(&mut service, place);
    let present = |key| place.get(key).filter(|value| *value.node != Node::Null);
    if present("image").is_none() && present("build").is_none() {
        place.error("a service needs \"image\" or \"build\"");
    }
    if let (Some(mode), Some(_)) = (present("network_mode"), present("networks")) {
        mode.error("network_mode and networks exclude each other, remove one");
    }
    if service.networks.is_empty() && present("network_mode").is_none() {
        let default = ("default".to_owned(), Attachment::default());
        service.networks.extend([default]);
    }
    service
}

/// A path, or a map with `path` and `required`.
fn env_files(place: &Place<'_>) -> Vec<EnvFile> {
    const ENV_FILE: Keys<EnvFile> = Keys {
        known: &[
            ("path", |file, place| {
                file.path = place.text().unwrap_or_default();
            }),
            ("required", |file, place| {
                file.required = place.boolean().unwrap_or(true);
            }),
        ],
        refused: &[("format", "quotes and comments are always read, remove it")],
    };
    let read = |item: &Place<'_>| {
        let mut file = EnvFile {
            path: String::new(),
            required: true,
        };
        match item.node {
            Node::Map(_) => {
                ENV_FILE.read(&mut file, item)?;
                if item.get("path").is_none() {
                    item.error("the long form needs \"path\"");
                }
            }
            _ => file.path = item.text()?,
        }
        Some(file)
    };
    place.one_or_many().iter().filter_map(read).collect()
}

fn hostname(place: &Place<'_>) -> Option<String> {
    let name = place.text()?;
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    };
    if name.len() > 253 || !name.split('.').all(label) {
        return place.wanted("a host name of letters, digits, \"-\" and dots");
    }
    Some(name)
}

fn restart(place: &Place<'_>) -> Option<Restart> {
    let text = place.scalar()?;
    match text.as_str() {
        // YAML 1.1 reads a bare no as false.
        "no" | "false" => Some(Restart::No),
        "always" => Some(Restart::Always),
        "unless-stopped" => Some(Restart::UnlessStopped),
        "on-failure" => Some(Restart::OnFailure(0)),
        text => text
            .strip_prefix("on-failure:")
            .and_then(|tries| tries.parse().ok())
            .map(Restart::OnFailure)
            .or_else(|| {
                place.wanted("one of no, always, unless-stopped, on-failure, on-failure:N")
            }),
    }
}

fn pull_policy(place: &Place<'_>) -> Option<PullPolicy> {
    place.choice(&[
        ("missing", PullPolicy::Missing),
        ("if_not_present", PullPolicy::Missing),
        ("always", PullPolicy::Always),
        ("never", PullPolicy::Never),
        ("build", PullPolicy::Build),
    ])
}

#[cfg(test)]
mod tests {
    use super::SERVICE;
    use crate::top_level::DOCUMENT;

    const TABLE: &str = include_str!("../../../docs/compose-keys.md");

    #[test]
    fn every_key_stands_in_the_documentation() {
        let known = SERVICE.known.iter().map(|(key, _)| *key);
        let top_level = DOCUMENT.known.iter().map(|(key, _)| *key);
        let refused = SERVICE.refused.iter().chain(DOCUMENT.refused);
        let all = known.chain(top_level).chain(refused.map(|(key, _)| *key));
        for key in all {
            assert!(TABLE.contains(&format!("\n| `{key}` |")), "{key}");
        }
    }
}
