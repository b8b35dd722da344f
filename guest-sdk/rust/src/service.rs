//! One service, built key by key in the vocabulary of the Compose specification.

use std::time::Duration;

use crate::names::Names;
use crate::value::Value;

/// A service. Each method sets the Compose key of its name; [`set`](Self::set) sets any other.
///
/// As everywhere in Compose, `${NAME}` in a text is replaced by a granted variable, and `$$` stands for `$`.
#[derive(Debug, Clone)]
#[must_use = "give it to `Services::service`"]
pub struct Service {
    pub(crate) name: String,
    pub(crate) keys: Value,
}

/// What `depends_on` waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// The other container runs.
    Started,
    /// The other service is ready.
    Healthy,
    /// The other container has exited with 0.
    CompletedSuccessfully,
}

impl Service {
    /// A service of this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            keys: Value::Map(Vec::new()),
        }
    }

    /// The image.
    pub fn image(self, image: impl Into<String>) -> Self {
        self.set("image", image.into())
    }

    /// Builds the image from this folder of the composition.
    pub fn build(self, context: impl Into<String>) -> Self {
        self.set("build", context.into())
    }

    /// Replaces the image's command.
    pub fn command(self, command: impl Names) -> Self {
        self.set("command", command.into_names())
    }

    /// Replaces the image's entry point.
    pub fn entrypoint(self, entrypoint: impl Names) -> Self {
        self.set("entrypoint", entrypoint.into_names())
    }

    /// Adds an environment variable.
    pub fn env(mut self, name: &str, value: impl Into<String>) -> Self {
        *self.keys.entry("environment").entry(name) = Value::Text(value.into());
        self
    }

    /// Sets an environment variable whose value is masked in all that mzhost shows and saves. It needs 6 characters.
    pub fn secret_env(mut self, name: &str, value: impl Into<String>) -> Self {
        let secrets = self.keys.entry("x-mzhost").entry("secrets");
        secrets.push(name.into());
        self.env(name, value)
    }

    /// Publishes a TCP port of the container at a free port of 127.0.0.1;
    /// [`Composition::port`](crate::Composition::port) tells which.
    pub fn port(self, container_port: u16) -> Self {
        self.ports(container_port.to_string())
    }

    /// Publishes ports in the short form of Compose, such as `8080:80`.
    pub fn ports(self, ports: impl Into<String>) -> Self {
        self.add("ports", ports.into())
    }

    /// Mounts a volume, file or folder in the short form of Compose, such as `data:/var/lib/data`.
    pub fn volume(self, volume: impl Into<String>) -> Self {
        self.add("volumes", volume.into())
    }

    /// Mounts memory at a path.
    pub fn tmpfs(self, target: impl Into<String>) -> Self {
        self.add("tmpfs", target.into())
    }

    /// Places a config, by its name among the composition's configs.
    pub fn config(self, name: &str, target: &str) -> Self {
        self.add(
            "configs",
            Value::map([("source", name), ("target", target)]),
        )
    }

    /// Places a secret at `/run/secrets/NAME`, by its name among the composition's secrets.
    pub fn secret(self, name: &str) -> Self {
        self.add("secrets", name)
    }

    /// Joins a network, by its name among the composition's networks.
    pub fn network(mut self, name: &str) -> Self {
        self.keys.entry("networks").entry(name);
        self
    }

    /// Waits until another service is ready before this one starts.
    pub fn depends_on(self, service: &str) -> Self {
        self.depends_on_when(service, Condition::Healthy)
    }

    /// Waits for a state of another service before this one starts.
    pub fn depends_on_when(mut self, service: &str, condition: Condition) -> Self {
        let condition = match condition {
            Condition::Started => "service_started",
            Condition::Healthy => "service_healthy",
            Condition::CompletedSuccessfully => "service_completed_successfully",
        };
        *self.keys.entry("depends_on").entry(service) = Value::map([("condition", condition)]);
        self
    }

    /// How to see that it is ready.
    pub fn healthcheck(self, healthcheck: Healthcheck) -> Self {
        self.set("healthcheck", healthcheck.0)
    }

    /// The container's host name.
    pub fn hostname(self, hostname: impl Into<String>) -> Self {
        self.set("hostname", hostname.into())
    }

    /// The user to run as.
    pub fn user(self, user: impl Into<String>) -> Self {
        self.set("user", user.into())
    }

    /// The folder to run in.
    pub fn working_dir(self, folder: impl Into<String>) -> Self {
        self.set("working_dir", folder.into())
    }

    /// Runs an init process as PID 1, which reaps processes and passes signals on.
    pub fn init(self) -> Self {
        self.set("init", true)
    }

    /// Adds a label.
    pub fn label(mut self, name: &str, value: impl Into<String>) -> Self {
        *self.keys.entry("labels").entry(name) = Value::Text(value.into());
        self
    }

    /// The signal that stops it.
    pub fn stop_signal(self, signal: impl Into<String>) -> Self {
        self.set("stop_signal", signal.into())
    }

    /// How long to wait after the stop signal before SIGKILL.
    pub fn stop_grace_period(self, grace: Duration) -> Self {
        self.set("stop_grace_period", duration(grace))
    }

    /// When the engine starts it again: `no`, `always`, `on-failure[:N]`, `unless-stopped`.
    pub fn restart(self, policy: impl Into<String>) -> Self {
        self.set("restart", policy.into())
    }

    /// Takes a running TCP port for readiness, in place of a health check.
    pub fn ready_tcp(self, port: u16) -> Self {
        self.ready("tcp", port.into())
    }

    /// Takes an HTTP answer of 200 to 399 for readiness, in place of a health check.
    pub fn ready_http(self, port: u16, path: &str) -> Self {
        let probe = [("port", Value::from(port)), ("path", path.into())];
        self.ready("http", Value::map(probe))
    }

    /// Takes a log line that fits a regular expression for readiness, in place of a health check.
    pub fn ready_log(self, pattern: &str) -> Self {
        self.ready("log", pattern.into())
    }

    /// Takes a query that succeeds for readiness, in place of a health check: `select 1` at port 5432, in the
    /// database of the user's name.
    pub fn ready_sql(self, user: &str, password: &str) -> Self {
        let probe = [("user", Value::from(user)), ("password", password.into())];
        self.ready("sql", Value::map(probe))
    }

    /// Limits how long it may take to become ready, from its start on.
    pub fn ready_timeout(mut self, limit: Duration) -> Self {
        let limit = format!("{}ms", limit.as_millis());
        *self.keys.entry("x-mzhost").entry("ready_timeout") = limit.into();
        self
    }

    /// Says that it is meant to run once and exit with 0, which then counts as ready.
    pub fn once(mut self) -> Self {
        *self.keys.entry("x-mzhost").entry("once") = true.into();
        self
    }

    /// Says that it is never started early and held before its command, whatever `--gate` says.
    pub fn no_gate(mut self) -> Self {
        *self.keys.entry("x-mzhost").entry("gate") = false.into();
        self
    }

    /// Sets any other key, also of `x-mzhost`.
    pub fn set(mut self, key: &str, value: impl Into<Value>) -> Self {
        *self.keys.entry(key) = value.into();
        self
    }

    fn add(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.keys.entry(key).push(value.into());
        self
    }

    fn ready(mut self, kind: &str, probe: Value) -> Self {
        *self.keys.entry("x-mzhost").entry("ready") = Value::map([(kind, probe)]);
        self
    }
}

/// A health check. mzhost runs it itself and does not wait for the interval.
#[derive(Debug, Clone)]
#[must_use = "give it to `Service::healthcheck`"]
pub struct Healthcheck(Value);

impl Healthcheck {
    /// A command and its arguments.
    pub fn command(command: impl Names) -> Self {
        let mut test = vec!["CMD".to_owned()];
        test.extend(command.into_names());
        Self(Value::map([("test", test)]))
    }

    /// A line for the image's shell.
    pub fn shell(line: impl Into<String>) -> Self {
        Self(Value::map([(
            "test",
            vec!["CMD-SHELL".to_owned(), line.into()],
        )]))
    }

    /// No check, not even the image's.
    pub fn disabled() -> Self {
        Self(Value::map([("disable", true)]))
    }

    /// Time between tries.
    pub fn interval(self, interval: Duration) -> Self {
        self.set("interval", duration(interval))
    }

    /// Limit of one try.
    pub fn timeout(self, timeout: Duration) -> Self {
        self.set("timeout", duration(timeout))
    }

    /// Failures in a row that make the service unhealthy.
    pub fn retries(self, retries: u32) -> Self {
        self.set("retries", retries)
    }

    /// Time in which failures do not count.
    pub fn start_period(self, period: Duration) -> Self {
        self.set("start_period", duration(period))
    }

    fn set(mut self, key: &str, value: impl Into<Value>) -> Self {
        *self.0.entry(key) = value.into();
        self
    }
}

/// A time as Compose writes it.
fn duration(duration: Duration) -> String {
    if duration.subsec_nanos() == 0 {
        format!("{}s", duration.as_secs())
    } else {
        format!("{}us", duration.as_micros())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_keys_are_collected() {
        let service = Service::new("db")
            .image("postgres:15")
            .env("A", "1")
            .env("B", "2")
            .port(5432)
            .ports("8080:80")
            .volume("data:/data");
        assert_eq!(
            service.keys.to_string(),
            concat!(
                r#"{"image": "postgres:15", "environment": {"A": "1", "B": "2"}, "#,
                r#""ports": ["5432", "8080:80"], "volumes": ["data:/data"]}"#
            )
        );
    }

    #[test]
    fn health_checks_and_conditions_take_the_long_form() {
        let service = Service::new("a")
            .healthcheck(Healthcheck::command(["true"]).interval(Duration::from_millis(1500)))
            .depends_on("b")
            .depends_on_when("c", Condition::Started);
        assert_eq!(
            service.keys.to_string(),
            concat!(
                r#"{"healthcheck": {"test": ["CMD", "true"], "interval": "1500000us"}, "#,
                r#""depends_on": {"b": {"condition": "service_healthy"}, "c": {"condition": "service_started"}}}"#
            )
        );
    }

    #[test]
    fn our_own_keys_share_one_mapping() {
        let service = Service::new("a").once().ready_tcp(80);
        assert_eq!(
            service.keys.to_string(),
            r#"{"x-mzhost": {"once": true, "ready": {"tcp": 80}}}"#
        );
    }
}
