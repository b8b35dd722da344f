//! Our requests as the models of the client library: the only place where a field is sent.

use std::collections::{BTreeMap, HashMap};

use bollard::models::{
    ContainerCreateBody, EndpointSettings, ExecConfig, HealthConfig, HostConfig,
    HostConfigLogConfig, Ipam, IpamConfig, Mount, MountTmpfsOptions, MountType, MountVolumeOptions,
    NetworkConnectRequest, NetworkCreateRequest, NetworkingConfig, PortBinding, ResourcesUlimits,
    RestartPolicy, RestartPolicyNameEnum, VolumeCreateRequest,
};
use mzhost_compose::model::{Protocol, Restart};

use super::request::{
    Bind, CreateContainer, CreateExec, CreateNetwork, CreateVolume, JoinNetwork, MountRequest,
    NetworkModeRequest, UserLabels,
};

/// Whom a container's engine asks for names of others: the container itself, where nobody answers.
const NO_NAME_SERVER: &str = "127.0.0.1";
/// The engine answers nothing then, and who asked should not wait for long.
const NO_NAME_OPTIONS: [&str; 2] = ["timeout:1", "attempts:2"];

/// Nothing at all instead of an empty list, so that the engine's default holds.
fn filled<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}

fn map(pairs: BTreeMap<String, String>) -> Option<HashMap<String, String>> {
    (!pairs.is_empty()).then(|| pairs.into_iter().collect())
}

/// The composition's labels and then ours, which win.
fn labels(user: UserLabels, ours: BTreeMap<String, String>) -> Option<HashMap<String, String>> {
    let UserLabels(mut labels) = user;
    labels.extend(ours);
    map(labels)
}

fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn port_key(port: u16, protocol: Protocol) -> String {
    match protocol {
        Protocol::Tcp => format!("{port}/tcp"),
        Protocol::Udp => format!("{port}/udp"),
    }
}

impl From<CreateContainer> for ContainerCreateBody {
    fn from(request: CreateContainer) -> Self {
        let exposed = request
            .exposed
            .iter()
            .map(|(port, protocol)| port_key(*port, *protocol))
            .chain(
                request
                    .ports
                    .iter()
                    .map(|port| port_key(port.target, port.protocol)),
            )
            .collect();
        let first_network = request.networks.first().map(|(name, _)| name.to_string());
        let networking_config = request
            .networks
            .first()
            .map(|(name, aliases)| NetworkingConfig {
                endpoints_config: Some(HashMap::from([(name.to_string(), endpoint(aliases))])),
            });
        let environment = request
            .environment
            .iter()
            .map(|(name, value)| match value {
                Some(value) => format!("{name}={value}"),
                None => name.clone(),
            })
            .collect();
        ContainerCreateBody {
            hostname: request.hostname.clone(),
            user: request.user.clone(),
            exposed_ports: filled(exposed),
            open_stdin: request.open_stdin.then_some(true),
            stdin_once: request.open_stdin.then_some(true),
            attach_stdin: request.open_stdin.then_some(true),
            env: filled(environment),
            cmd: request.command.clone(),
            image: Some(request.image.as_str().to_owned()),
            working_dir: request.working_dir.clone(),
            entrypoint: request.entrypoint.clone(),
            labels: labels(request.user_labels.clone(), request.labels.clone()),
            stop_signal: request.stop_signal.clone(),
            stop_timeout: request.stop_timeout.map(i64::from),
            healthcheck: request.no_healthcheck.then(|| HealthConfig {
                test: Some(vec!["NONE".to_owned()]),
                ..HealthConfig::default()
            }),
            host_config: Some(host_config(request, first_network)),
            networking_config,
            ..Self::default()
        }
    }
}

/// How a container joins a network.
fn endpoint(aliases: &[String]) -> EndpointSettings {
    EndpointSettings {
        aliases: filled(aliases.to_vec()),
        ..EndpointSettings::default()
    }
}

fn host_config(request: CreateContainer, first_network: Option<String>) -> HostConfig {
    let network_mode = match request.network_mode {
        // The engine's own default would be a network with a way out, which all containers of the machine share.
        NetworkModeRequest::Networks => first_network.or_else(|| Some("none".to_owned())),
        NetworkModeRequest::None => Some("none".to_owned()),
        NetworkModeRequest::Host => Some("host".to_owned()),
        NetworkModeRequest::Container(id) => Some(format!("container:{}", id.as_str())),
    };
    let mut bindings: HashMap<String, Option<Vec<PortBinding>>> = HashMap::new();
    for port in request.ports {
        bindings
            .entry(port_key(port.target, port.protocol))
            .or_default()
            .get_or_insert_default()
            .push(PortBinding {
                host_ip: Some(port.host_ip),
                host_port: Some(
                    port.published
                        .map_or(String::new(), |port| port.to_string()),
                ),
            });
    }
    HostConfig {
        memory: request.memory.map(signed),
        nano_cpus: request.cpus.map(nano_cpus),
        pids_limit: request.pids_limit.map(i64::from),
        init: request.init,
        ulimits: filled(
            request
                .ulimits
                .into_iter()
                .map(|(name, limit)| ResourcesUlimits {
                    name: Some(name),
                    soft: Some(limit.soft),
                    hard: Some(limit.hard),
                })
                .collect(),
        ),
        log_config: Some(HostConfigLogConfig {
            typ: Some("json-file".to_owned()),
            config: Some(HashMap::from([
                ("max-size".to_owned(), request.log_limit.to_string()),
                ("max-file".to_owned(), "2".to_owned()),
            ])),
        }),
        network_mode,
        port_bindings: (!bindings.is_empty()).then_some(bindings),
        restart_policy: restart_policy(request.restart),
        mounts: filled(
            request
                .binds
                .into_iter()
                .map(bind)
                .chain(request.mounts.into_iter().map(mount))
                .collect(),
        ),
        cap_add: filled(request.cap_add.0),
        cap_drop: filled(request.cap_drop),
        extra_hosts: filled(
            request
                .extra_hosts
                .into_iter()
                .map(|line| format!("{}:{}", line.host, line.address))
                .collect(),
        ),
        readonly_rootfs: request.read_only.then_some(true),
        security_opt: filled(request.security_opt.0),
        tmpfs: map(request.tmpfs),
        shm_size: request.shm_size.map(signed),
        sysctls: map(request.sysctls),
        dns: request
            .no_name_servers
            .then(|| vec![NO_NAME_SERVER.to_owned()]),
        dns_options: request
            .no_name_servers
            .then(|| NO_NAME_OPTIONS.map(str::to_owned).into()),
        ..HostConfig::default()
    }
}

/// Cores as billionths, the engine's unit.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a float cast saturates, and the engine refuses what is out of range"
)]
fn nano_cpus(cpus: f64) -> i64 {
    (cpus * 1e9).round() as i64
}

fn restart_policy(restart: Restart) -> Option<RestartPolicy> {
    let (name, count) = match restart {
        Restart::No => return None,
        Restart::Always => (RestartPolicyNameEnum::ALWAYS, None),
        Restart::OnFailure(count) => (
            RestartPolicyNameEnum::ON_FAILURE,
            (count > 0).then_some(i64::from(count)),
        ),
        Restart::UnlessStopped => (RestartPolicyNameEnum::UNLESS_STOPPED, None),
    };
    Some(RestartPolicy {
        name: Some(name),
        maximum_retry_count: count,
    })
}

/// As a typed mount: in the engine's short form, a colon in a path would change its meaning, and a folder
/// that is not there would be made.
fn bind(bind: Bind) -> Mount {
    Mount {
        target: Some(bind.target),
        source: Some(bind.source.display().to_string()),
        typ: Some(MountType::BIND),
        read_only: bind.read_only.then_some(true),
        ..Mount::default()
    }
}

fn mount(request: MountRequest) -> Mount {
    match request {
        MountRequest::Volume {
            name,
            target,
            read_only,
            nocopy,
        } => Mount {
            target: Some(target),
            source: name.map(|name| name.to_string()),
            typ: Some(MountType::VOLUME),
            read_only: read_only.then_some(true),
            volume_options: nocopy.then(|| MountVolumeOptions {
                no_copy: Some(true),
                ..MountVolumeOptions::default()
            }),
            ..Mount::default()
        },
        MountRequest::Tmpfs {
            target,
            size,
            mode,
            read_only,
        } => Mount {
            target: Some(target),
            typ: Some(MountType::TMPFS),
            read_only: read_only.then_some(true),
            tmpfs_options: (size.is_some() || mode.is_some()).then(|| MountTmpfsOptions {
                size_bytes: size.map(signed),
                mode: mode.map(i64::from),
                ..MountTmpfsOptions::default()
            }),
            ..Mount::default()
        },
    }
}

impl From<JoinNetwork> for NetworkConnectRequest {
    fn from(request: JoinNetwork) -> Self {
        Self {
            container: request.container.as_str().to_owned(),
            endpoint_config: Some(endpoint(&request.aliases)),
        }
    }
}

impl From<CreateNetwork> for NetworkCreateRequest {
    fn from(request: CreateNetwork) -> Self {
        Self {
            name: request.name.to_string(),
            driver: Some("bridge".to_owned()),
            internal: (!request.outward).then_some(true),
            ipam: request.subnet.map(|subnet| Ipam {
                config: Some(vec![IpamConfig {
                    subnet: Some(subnet),
                    ..IpamConfig::default()
                }]),
                ..Ipam::default()
            }),
            labels: labels(request.user_labels, request.labels),
            ..Self::default()
        }
    }
}

impl From<CreateVolume> for VolumeCreateRequest {
    fn from(request: CreateVolume) -> Self {
        Self {
            name: Some(request.name.to_string()),
            driver: Some("local".to_owned()),
            driver_opts: map(request.driver_opts.0),
            labels: labels(request.user_labels, request.labels),
            ..Self::default()
        }
    }
}

impl From<CreateExec> for ExecConfig {
    fn from(request: CreateExec) -> Self {
        Self {
            attach_stdin: Some(request.stdin),
            attach_stdout: Some(true),
            attach_stderr: Some(true),
            env: filled(
                request
                    .environment
                    .into_iter()
                    .map(|(name, value)| format!("{name}={value}"))
                    .collect(),
            ),
            cmd: Some(request.command),
            user: request.user,
            working_dir: request.working_dir,
            ..Self::default()
        }
    }
}
