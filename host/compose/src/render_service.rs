//! A [`Service`] as Compose writes it, in the forms that the oldest readers know: ports are short,
//! limits are keys of the service.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::duration;
use crate::model::{
    Attachment, Build, Condition, Dependency, EnvFile, ExposedPort, Extension, FileGrant,
    HealthTest, Healthcheck, Mount, MountKind, NetworkMode, Port, Protocol, PullPolicy, Ready,
    Restart, Service, Ulimit,
};
use crate::node::Node;
use crate::render::{each, filled, flag, list};

pub(crate) fn service(s: &Service) -> Node {
    let networks = if s.network_mode.is_some() {
        None
    } else {
        filled(each(&s.networks, attachment))
    };
    Node::map([
        ("image", s.image.as_ref().map(Node::text)),
        ("build", s.build.as_ref().map(build)),
        ("command", s.command.as_deref().map(texts)),
        ("entrypoint", s.entrypoint.as_deref().map(texts)),
        ("environment", filled(optional_texts(&s.environment))),
        ("env_file", filled(list(&s.env_file, env_file))),
        ("ports", filled(list(&s.ports, port))),
        ("expose", filled(list(&s.expose, exposed_port))),
        ("volumes", filled(list(&s.volumes, mount))),
        ("configs", filled(list(&s.configs, grant))),
        ("secrets", filled(list(&s.secrets, grant))),
        ("networks", networks),
        ("network_mode", s.network_mode.as_ref().map(network_mode)),
        ("depends_on", filled(each(&s.depends_on, dependency))),
        ("healthcheck", s.healthcheck.as_ref().map(healthcheck)),
        ("hostname", s.hostname.as_ref().map(Node::text)),
        ("user", s.user.as_ref().map(Node::text)),
        ("working_dir", s.working_dir.as_ref().map(Node::text)),
        ("init", s.init.map(Node::Bool)),
        ("labels", filled(each(&s.labels, Node::text))),
        ("ulimits", filled(each(&s.ulimits, ulimit))),
        ("cap_add", filled(texts(&s.cap_add))),
        ("cap_drop", filled(texts(&s.cap_drop))),
        ("sysctls", filled(each(&s.sysctls, Node::text))),
        (
            "extra_hosts",
            filled(list(&s.extra_hosts, |host| {
                Node::text(format!("{}:{}", host.host, host.address))
            })),
        ),
        ("stop_signal", s.stop_signal.as_ref().map(Node::text)),
        ("stop_grace_period", s.stop_grace_period.map(time)),
        ("restart", restart(s.restart)),
        ("platform", s.platform.as_ref().map(Node::text)),
        ("shm_size", s.shm_size.map(bytes)),
        ("read_only", flag(s.read_only)),
        (
            "tmpfs",
            filled(list(&s.tmpfs, |tmpfs| match tmpfs.options.as_str() {
                "" => Node::text(&tmpfs.target),
                options => Node::text(format!("{}:{options}", tmpfs.target)),
            })),
        ),
        ("security_opt", filled(texts(&s.security_opt))),
        ("cpus", s.limits.cpus.map(Node::Float)),
        ("mem_limit", s.limits.memory.map(bytes)),
        ("pids_limit", s.limits.pids.map(number)),
        ("pull_policy", pull_policy(s.pull_policy)),
        ("x-mzhost", filled(extension(&s.mzhost))),
    ])
}

fn texts(items: &[String]) -> Node {
    list(items, Node::text)
}

fn optional_texts(map: &BTreeMap<String, Option<String>>) -> Node {
    each(map, |text| text.as_ref().map_or(Node::Null, Node::text))
}

fn number(value: impl Into<i128>) -> Node {
    Node::Int(value.into())
}

fn time(value: Duration) -> Node {
    Node::text(duration::text(value))
}

/// With a unit: some readers take no bare numbers.
fn bytes(value: u64) -> Node {
    Node::text(format!("{value}b"))
}

fn build(build: &Build) -> Node {
    Node::map([
        ("context", Some(Node::text(&build.context))),
        ("dockerfile", build.dockerfile.as_ref().map(Node::text)),
        (
            "dockerfile_inline",
            build.dockerfile_inline.as_ref().map(Node::text),
        ),
        ("args", filled(optional_texts(&build.args))),
        ("target", build.target.as_ref().map(Node::text)),
        ("labels", filled(each(&build.labels, Node::text))),
    ])
}

fn env_file(file: &EnvFile) -> Node {
    if file.required {
        return Node::text(&file.path);
    }
    Node::map([
        ("path", Some(Node::text(&file.path))),
        ("required", Some(Node::Bool(false))),
    ])
}

fn protocol(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Tcp => "",
        Protocol::Udp => "/udp",
    }
}

fn port(port: &Port) -> Node {
    let ip = match &port.host_ip {
        Some(ip) if ip.contains(':') => format!("[{ip}]:"),
        Some(ip) => format!("{ip}:"),
        None => String::new(),
    };
    let published = match port.published {
        Some(published) => format!("{published}:"),
        // An address needs a colon of its own.
        None if port.host_ip.is_some() => ":".to_owned(),
        None => String::new(),
    };
    let protocol = protocol(port.protocol);
    Node::text(format!("{ip}{published}{}{protocol}", port.target))
}

fn exposed_port(port: &ExposedPort) -> Node {
    Node::text(format!("{}{}", port.port, protocol(port.protocol)))
}

fn mount(mount: &Mount) -> Node {
    let (kind, source, options) = match &mount.kind {
        MountKind::Volume { source, nocopy } => {
            let options = Node::map([("nocopy", flag(*nocopy))]);
            ("volume", source.as_ref(), options)
        }
        MountKind::Bind { source } => ("bind", Some(source), Node::map([])),
        MountKind::Tmpfs { size, mode } => {
            let options = Node::map([("size", size.map(number)), ("mode", mode.map(number))]);
            ("tmpfs", None, options)
        }
    };
    Node::map([
        ("type", Some(Node::text(kind))),
        ("source", source.map(Node::text)),
        ("target", Some(Node::text(&mount.target))),
        ("read_only", flag(mount.read_only)),
        (kind, filled(options)),
    ])
}

fn grant(grant: &FileGrant) -> Node {
    let id = |id: u32| Node::text(id.to_string());
    Node::map([
        ("source", Some(Node::text(&grant.source))),
        ("target", Some(Node::text(&grant.target))),
        ("uid", grant.uid.map(id)),
        ("gid", grant.gid.map(id)),
        ("mode", grant.mode.map(number)),
    ])
}

fn attachment(attachment: &Attachment) -> Node {
    let map = Node::map([("aliases", filled(texts(&attachment.aliases)))]);
    filled(map).unwrap_or(Node::Null)
}

fn network_mode(mode: &NetworkMode) -> Node {
    match mode {
        NetworkMode::Host => Node::text("host"),
        NetworkMode::None => Node::text("none"),
        NetworkMode::Service(name) => Node::text(format!("service:{name}")),
    }
}

fn dependency(dependency: &Dependency) -> Node {
    let condition = match dependency.condition {
        Condition::ServiceStarted => "service_started",
        Condition::ServiceHealthy => "service_healthy",
        Condition::ServiceCompletedSuccessfully => "service_completed_successfully",
    };
    Node::map([
        ("condition", Some(Node::text(condition))),
        (
            "required",
            (!dependency.required).then_some(Node::Bool(false)),
        ),
    ])
}

fn healthcheck(check: &Healthcheck) -> Node {
    let test = check.test.as_ref().map(|test| match test {
        HealthTest::None => texts(&["NONE".to_owned()]),
        HealthTest::Command(words) => {
            let command = std::iter::once("CMD".to_owned()).chain(words.iter().cloned());
            texts(&command.collect::<Vec<_>>())
        }
        HealthTest::Shell(line) => texts(&["CMD-SHELL".to_owned(), line.clone()]),
    });
    Node::map([
        ("test", test),
        ("interval", check.interval.map(time)),
        ("timeout", check.timeout.map(time)),
        ("retries", check.retries.map(number)),
        ("start_period", check.start_period.map(time)),
        ("start_interval", check.start_interval.map(time)),
    ])
}

fn ulimit(limit: &Ulimit) -> Node {
    Node::map([
        ("soft", Some(number(limit.soft))),
        ("hard", Some(number(limit.hard))),
    ])
}

fn restart(restart: Restart) -> Option<Node> {
    match restart {
        Restart::No => None,
        Restart::Always => Some(Node::text("always")),
        Restart::UnlessStopped => Some(Node::text("unless-stopped")),
        Restart::OnFailure(0) => Some(Node::text("on-failure")),
        Restart::OnFailure(tries) => Some(Node::text(format!("on-failure:{tries}"))),
    }
}

fn pull_policy(policy: PullPolicy) -> Option<Node> {
    match policy {
        PullPolicy::Missing => None,
        PullPolicy::Always => Some(Node::text("always")),
        PullPolicy::Never => Some(Node::text("never")),
        PullPolicy::Build => Some(Node::text("build")),
    }
}

fn extension(extension: &Extension) -> Node {
    Node::map([
        ("ready", extension.ready.as_ref().map(ready)),
        ("ready_timeout", extension.ready_timeout.map(time)),
        ("once", flag(extension.once)),
        ("gate", extension.gate.map(Node::Bool)),
        ("secrets", filled(texts(&extension.secrets))),
    ])
}

fn ready(ready: &Ready) -> Node {
    let (kind, probe) = match ready {
        Ready::Tcp(port) => ("tcp", number(*port)),
        Ready::Http { port, path, status } => (
            "http",
            Node::map([
                ("port", Some(number(*port))),
                ("path", Some(Node::text(path))),
                ("status", status.map(number)),
            ]),
        ),
        Ready::Sql {
            port,
            user,
            password,
            database,
            query,
        } => (
            "sql",
            Node::map([
                ("port", Some(number(*port))),
                ("user", Some(Node::text(user))),
                ("password", password.as_ref().map(Node::text)),
                ("database", database.as_ref().map(Node::text)),
                ("query", Some(Node::text(query))),
            ]),
        ),
        Ready::Log(pattern) => ("log", Node::text(pattern)),
    };
    Node::map([(kind, Some(probe))])
}
