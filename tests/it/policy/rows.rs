//! Hostile compositions, one for each thing that a container could be asked to have, and what becomes of them.
//!
//! Read by the tests of the program, which run them all, and by those of the documents, which write
//! `docs/capabilities.md` from them.

/// A composition that asks for something.
pub(crate) struct Row {
    /// What it asks for.
    pub(crate) attack: &'static str,
    /// Keys of its service `evil`, in one line.
    pub(crate) evil: &'static str,
    /// Keys of the document beside `services`, in one line.
    pub(crate) rest: &'static str,
    /// What the guest got: a part of the message.
    pub(crate) got: &'static str,
    /// Exit code of the run.
    pub(crate) exit: i32,
}

impl Row {
    /// The whole document.
    pub(crate) fn document(&self) -> String {
        let Self { evil, rest, .. } = self;
        let image = if evil.contains("image:") || evil.contains("build:") {
            ""
        } else {
            "image: 'debian:bookworm-slim', "
        };
        let comma = if rest.is_empty() { "" } else { ", " };
        format!(
            "{{services: {{evil: {{{image}command: [sleep, infinity], {evil}}}}}{comma}{rest}}}"
        )
    }
}

/// Refused by the policy: exit code of `policy.denied`.
pub(crate) const POLICY: i32 = 33;
/// Refused when the document is read: `services.invalid`.
pub(crate) const PARSER: i32 = 9;
/// Refused by the composition's root: `file.error`.
pub(crate) const ROOT: i32 = 23;

const fn row(
    attack: &'static str,
    evil: &'static str,
    rest: &'static str,
    got: &'static str,
    exit: i32,
) -> Row {
    Row {
        attack,
        evil,
        rest,
        got,
        exit,
    }
}

/// All of them.
#[rustfmt::skip]
pub(crate) const ROWS: &[Row] = &[
    row("the machine's disk", "volumes: ['/:/host:rw']", "", "bind /:rw: the whole disk of this machine; allow it with --allow-bind=/:rw", POLICY),
    row("the engine's socket", "volumes: ['/var/run/docker.sock:/s']", "", "the engine's socket, which is as much as the whole machine", POLICY),
    row("a path through `..`", "volumes: ['/usr/../etc/shadow:/s:ro']", "", "allow it with --allow-bind=/etc/shadow", POLICY),
    row("a path through a link", "volumes: [{type: bind, source: /proc/self/root/etc/passwd, target: /s, read_only: true}]", "", "allow it with --allow-bind=/etc/passwd", POLICY),
    row("a copy from outside the root", "volumes: ['../../../etc:/s']", "", "file.error", ROOT),
    row("a Linux capability", "cap_add: [SYS_ADMIN]", "", "--allow-cap=SYS_ADMIN", POLICY),
    row("no system call filter", "security_opt: ['seccomp:unconfined']", "", "--allow-security-opt=seccomp:unconfined", POLICY),
    row("no AppArmor", "security_opt: ['apparmor=unconfined']", "", "--allow-security-opt=apparmor=unconfined", POLICY),
    row("a kernel parameter", "sysctls: {kernel.msgmax: 1}", "", "--allow-sysctl=kernel.msgmax", POLICY),
    row("the machine's network", "network_mode: host", "", "--allow-host-network", POLICY),
    row("a public port", "ports: ['0.0.0.0::80']", "", "--allow-public-ports", POLICY),
    row("a port of another address", "ports: ['[::]:0:80']", "", "--allow-public-ports", POLICY),
    row("a fixed port", "ports: ['127.0.0.1:8123:80']", "", "--allow-port=8123", POLICY),
    row("a name for the machine", "extra_hosts: ['me:host-gateway']", "", "--allow-host-gateway", POLICY),
    row("an image from a registry", "image: 'mzhost.invalid/none:1'", "", "--allow-pull=mzhost.invalid", POLICY),
    row("a newer image in the place of one that is there", "image: 'debian:bookworm-slim', pull_policy: always", "", "--allow-pull=docker.io", POLICY),
    row("an image that is built", "build: {context: ., dockerfile_inline: FROM scratch}", "", "--allow-build", POLICY),
    row("Compose's labels", "labels: {com.docker.compose.project: other}", "", "user_labels com.docker.compose.project: mzhost never allows it", POLICY),
    row("mzhost's labels", "labels: {dev.mzhost.run: other}", "", "user_labels dev.mzhost.run: mzhost never allows it", POLICY),
    row("Compose's labels on a network", "networks: [n]", "networks: {n: {labels: {com.docker.compose.project: other}}}", "user_labels com.docker.compose.project: mzhost never allows it", POLICY),
    row("Compose's labels on a volume", "volumes: ['v:/v']", "volumes: {v: {labels: {com.docker.compose.project: other}}}", "user_labels com.docker.compose.project: mzhost never allows it", POLICY),
    row("Compose's labels on an image", "build: {context: ., dockerfile_inline: FROM scratch, labels: {com.docker.compose.project: other}}", "", "labels com.docker.compose.project: mzhost never allows it", POLICY),
    row("all privileges", "privileged: true", "", "services.evil.privileged", PARSER),
    row("devices", "devices: ['/dev/sda']", "", "services.evil.devices", PARSER),
    row("rules for devices", "device_cgroup_rules: ['a *:* rwm']", "", "services.evil.device_cgroup_rules", PARSER),
    row("graphics processors", "gpus: all", "", "services.evil.gpus", PARSER),
    row("reserved devices", "deploy: {resources: {reservations: {devices: [{capabilities: [gpu]}]}}}", "", "reservations", PARSER),
    row("another runtime", "runtime: other", "", "services.evil.runtime", PARSER),
    row("the machine's cgroup", "cgroup: host", "", "services.evil.cgroup", PARSER),
    row("a cgroup of its choice", "cgroup_parent: /", "", "services.evil.cgroup_parent", PARSER),
    row("the machine's processes", "pid: host", "", "services.evil.pid", PARSER),
    row("the machine's shared memory", "ipc: host", "", "services.evil.ipc", PARSER),
    row("the machine's host name", "uts: host", "", "services.evil.uts", PARSER),
    row("the machine's users", "userns_mode: host", "", "services.evil.userns_mode", PARSER),
    row("another container's network", "network_mode: 'container:other'", "", "services.evil.network_mode", PARSER),
    row("another network mode", "network_mode: bridge", "", "services.evil.network_mode", PARSER),
    row("another container's volumes", "volumes_from: ['container:other']", "", "services.evil.volumes_from", PARSER),
    row("another container's name", "external_links: [other]", "", "services.evil.external_links", PARSER),
    row("the engine's socket by Compose's key", "use_api_socket: true", "", "services.evil.use_api_socket", PARSER),
    row("a container's name", "container_name: other", "", "services.evil.container_name", PARSER),
    row("a log driver", "logging: {driver: syslog, options: {syslog-address: 'tcp://x:1'}}", "", "services.evil.logging", PARSER),
    row("the out-of-memory killer off", "oom_kill_disable: true", "", "services.evil.oom_kill_disable", PARSER),
    row("a priority", "oom_score_adj: -1000", "", "services.evil.oom_score_adj", PARSER),
    row("groups of the machine", "group_add: [docker]", "", "services.evil.group_add", PARSER),
    row("options of the storage driver", "storage_opt: {size: 1T}", "", "services.evil.storage_opt", PARSER),
    row("mount propagation", "volumes: [{type: bind, source: /x, target: /x, bind: {propagation: shared}}]", "", "propagation", PARSER),
    row("a name server", "dns: ['10.0.0.1']", "", "services.evil.dns", PARSER),
    row("an address", "networks: {default: {ipv4_address: 10.0.0.1}}", "", "ipv4_address", PARSER),
    row("a provider, which is a program of the machine", "provider: {type: x}", "", "services.evil.provider", PARSER),
    row("a hook after the start", "post_start: [{command: x}]", "", "services.evil.post_start", PARSER),
    row("a hook before the stop", "pre_stop: [{command: x}]", "", "services.evil.pre_stop", PARSER),
    row("a programme that follows files", "develop: {watch: []}", "", "services.evil.develop", PARSER),
    row("services of another file", "extends: {file: ../../x.yml, service: x}", "", "services.evil.extends", PARSER),
    row("another Compose file", "init: true", "include: [../../x.yml]", "include", PARSER),
    row("labels from a file", "label_file: ../../x", "", "services.evil.label_file", PARSER),
    row("an external network", "networks: [n]", "networks: {n: {external: true}}", "networks.n.external", PARSER),
    row("a network's name", "networks: [n]", "networks: {n: {name: other}}", "networks.n.name", PARSER),
    row("a network's driver", "networks: [n]", "networks: {n: {driver: macvlan}}", "networks.n.driver", PARSER),
    row("options of a network's driver", "networks: [n]", "networks: {n: {driver_opts: {parent: eth0}}}", "networks.n.driver_opts", PARSER),
    row("a subnet", "networks: [n]", "networks: {n: {ipam: {config: [{subnet: 192.168.0.0/16}]}}}", "networks.n.ipam", PARSER),
    row("an external volume", "volumes: ['v:/v']", "volumes: {v: {external: true}}", "volumes.v.external", PARSER),
    row("a volume's name", "volumes: ['v:/v']", "volumes: {v: {name: other}}", "volumes.v.name", PARSER),
    row("a volume's driver", "volumes: ['v:/v']", "volumes: {v: {driver: nfs}}", "volumes.v.driver", PARSER),
    row("a bind by options of a volume", "volumes: ['v:/v']", "volumes: {v: {driver_opts: {type: none, o: bind, device: /}}}", "volumes.v.driver_opts", PARSER),
    row("a disk by options of a volume", "volumes: ['v:/v']", "volumes: {v: {driver_opts: {type: ext4, device: /dev/sda1}}}", "volumes.v.driver_opts", PARSER),
    row("an external config", "configs: [c]", "configs: {c: {external: true}}", "configs.c.external", PARSER),
    row("an external secret", "secrets: [s]", "secrets: {s: {external: true}}", "secrets.s.external", PARSER),
    row("variables from outside the root", "env_file: ['../../../etc/passwd']", "", "file.error", ROOT),
    row("a config from outside the root", "configs: [c]", "configs: {c: {file: ../../../etc/passwd}}", "file.error", ROOT),
    row("a secret from outside the root", "secrets: [s]", "secrets: {s: {file: /etc/shadow}}", "file.error", ROOT),
    row("a secret from a variable that is not granted", "secrets: [s]", "secrets: {s: {environment: HOME}}", "--allow-env HOME", PARSER),
    row("a build's network", "build: {context: ., network: host}", "", "build.network", PARSER),
    row("a build's secrets", "build: {context: ., secrets: [s]}", "", "build.secrets", PARSER),
    row("a build's keys", "build: {context: ., ssh: [default]}", "", "build.ssh", PARSER),
    row("a build's privileges", "build: {context: ., privileged: true}", "", "build.privileged", PARSER),
    row("a build's entitlements", "build: {context: ., entitlements: [network.host]}", "", "build.entitlements", PARSER),
    row("a tag for a build", "build: {context: ., tags: ['debian:bookworm-slim']}", "", "build.tags", PARSER),
    row("further folders for a build", "build: {context: ., additional_contexts: {x: /}}", "", "build.additional_contexts", PARSER),
    row("several containers of a service", "scale: 1000", "", "services.evil.scale", PARSER),
];
