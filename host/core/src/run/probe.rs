//! What tells that a service is ready, and what its health check promises.

use std::time::{Duration, Instant};

use mzhost_compose::model::{HealthTest, Healthcheck, Ready, Service};
use regex::Regex;

use crate::code::Code;
use crate::engine::ImageDetails;
use crate::fault::Fault;
use crate::operation::{SqlTarget, TlsMode};

/// Compose's defaults.
const INTERVAL: Duration = Duration::from_secs(30);
const TIMEOUT: Duration = Duration::from_secs(30);
const RETRIES: u32 = 3;
/// Limit of one try of a probe that connects.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// A probe.
#[derive(Debug, Clone)]
pub(crate) enum Probe {
    /// None: started is ready.
    Nothing,
    /// A command that exits with 0.
    Command(Vec<String>),
    /// A TCP port that accepts.
    Tcp(u16),
    /// An HTTP GET.
    Http {
        port: u16,
        path: String,
        status: Option<u16>,
    },
    /// A query.
    Sql { target: SqlTarget, query: String },
    /// A line of the log.
    Log(Regex),
}

impl Probe {
    /// The service's own key, else its health check, else the image's.
    pub(crate) fn of(service: &Service, image: Option<&ImageDetails>) -> Result<Self, Fault> {
        if let Some(ready) = &service.mzhost.ready {
            return Self::from_key(service, ready);
        }
        let test = service
            .healthcheck
            .as_ref()
            .and_then(|check| check.test.clone());
        Ok(match test {
            Some(HealthTest::None) => Self::Nothing,
            Some(HealthTest::Command(command)) => Self::Command(command),
            Some(HealthTest::Shell(line)) => Self::Command(shell(&line)),
            None => image
                .and_then(|image| image.healthcheck.as_ref())
                .map_or(Self::Nothing, |check| Self::from_image(&check.test)),
        })
    }

    fn from_key(service: &Service, ready: &Ready) -> Result<Self, Fault> {
        Ok(match ready {
            Ready::Tcp(port) => Self::Tcp(*port),
            Ready::Http { port, path, status } => Self::Http {
                port: *port,
                path: path.clone(),
                status: *status,
            },
            Ready::Sql {
                port,
                user,
                password,
                database,
                query,
            } => Self::Sql {
                target: SqlTarget {
                    service: service.name.clone(),
                    port: *port,
                    user: user.clone(),
                    password: password.clone(),
                    database: database.clone().unwrap_or_else(|| user.clone()),
                    tls: TlsMode::Prefer,
                },
                query: query.clone(),
            },
            Ready::Log(pattern) => Self::Log(Regex::new(pattern).map_err(|error| {
                Fault::new(
                    Code::ServicesInvalid,
                    format!("services.{}.x-mzhost.ready.log: {error}", service.name),
                )
                .service(&service.name)
            })?),
        })
    }

    fn from_image(test: &[String]) -> Self {
        match test {
            [kind, command @ ..] if kind == "CMD" && !command.is_empty() => {
                Self::Command(command.to_vec())
            }
            [kind, line] if kind == "CMD-SHELL" => Self::Command(shell(line)),
            _ => Self::Nothing,
        }
    }

    /// What it does, for people.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Nothing => "none".to_owned(),
            Self::Command(command) => format!("command {}", command.join(" ")),
            Self::Tcp(port) => format!("TCP port {port}"),
            Self::Http { port, path, .. } => format!("HTTP GET :{port}{path}"),
            Self::Sql { target, query } => {
                format!("SQL {query:?} at port {} as {}", target.port, target.user)
            }
            Self::Log(pattern) => format!("log line {pattern}"),
        }
    }
}

fn shell(line: &str) -> Vec<String> {
    ["/bin/sh", "-c", line].map(str::to_owned).to_vec()
}

/// What a health check promises about time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Promise {
    /// Limit of one try.
    pub(crate) timeout: Duration,
    /// Time between failures that count.
    interval: Duration,
    /// Failures that count and make the service unhealthy; none for probes of our own.
    retries: Option<u32>,
    start_period: Duration,
    /// Limit on the whole.
    pub(crate) deadline: Duration,
}

impl Promise {
    pub(crate) fn of(
        service: &Service,
        image: Option<&ImageDetails>,
        ready_limit: Duration,
    ) -> Self {
        let own_limit = service.mzhost.ready_timeout;
        if service.mzhost.ready.is_some() {
            return Self {
                timeout: CONNECT_TIMEOUT,
                interval: INTERVAL,
                retries: None,
                start_period: Duration::ZERO,
                deadline: own_limit.unwrap_or(ready_limit),
            };
        }
        let given = service.healthcheck.as_ref();
        let of_image = image.and_then(|image| image.healthcheck.as_ref());
        let nanos = |value: u64| (value > 0).then(|| Duration::from_nanos(value));
        let pick = |own: fn(&Healthcheck) -> Option<Duration>, other: Option<u64>| {
            given.and_then(own).or_else(|| other.and_then(nanos))
        };
        let interval =
            pick(|check| check.interval, of_image.map(|c| c.interval)).unwrap_or(INTERVAL);
        let timeout = pick(|check| check.timeout, of_image.map(|c| c.timeout)).unwrap_or(TIMEOUT);
        let start_period =
            pick(|check| check.start_period, of_image.map(|c| c.start_period)).unwrap_or_default();
        let retries = given
            .and_then(|check| check.retries)
            .or_else(|| {
                of_image
                    .map(|check| check.retries)
                    .filter(|retries| *retries > 0)
            })
            .unwrap_or(RETRIES);
        let promised = start_period + interval * retries + timeout;
        Self {
            timeout,
            interval,
            retries: Some(retries),
            start_period,
            deadline: own_limit.unwrap_or_else(|| promised.max(ready_limit)),
        }
    }
}

/// The tries of a probe. mzhost tries far more often than `interval` says; a failure counts only where
/// one of Docker's own would have: after the start period, and one interval after the last that counted.
pub(crate) struct Tries {
    promise: Promise,
    last_counted: Instant,
    counted: u32,
    /// How many tries there were.
    pub(crate) number: u32,
    /// What the last try said.
    pub(crate) last: String,
}

impl Tries {
    pub(crate) fn new(promise: Promise, started: Instant) -> Self {
        Self {
            promise,
            last_counted: started + promise.start_period,
            counted: 0,
            number: 0,
            last: String::new(),
        }
    }

    /// Notes a failed try; true when the service is unhealthy now.
    pub(crate) fn failed(&mut self, now: Instant, said: String) -> bool {
        self.number += 1;
        self.last = said;
        let Some(retries) = self.promise.retries else {
            return false;
        };
        if now.saturating_duration_since(self.last_counted) >= self.promise.interval
            && now > self.last_counted
        {
            self.counted += 1;
            self.last_counted = now;
        }
        self.counted >= retries.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(healthcheck: Option<Healthcheck>) -> Service {
        Service {
            name: "db".into(),
            healthcheck,
            ..Service::default()
        }
    }

    fn check() -> Healthcheck {
        Healthcheck {
            test: Some(HealthTest::Shell("true".into())),
            interval: Some(Duration::from_secs(1)),
            timeout: Some(Duration::from_secs(2)),
            retries: Some(3),
            start_period: Some(Duration::from_secs(10)),
            start_interval: None,
        }
    }

    #[test]
    fn failures_count_as_often_as_the_engine_would_try() {
        let promise = Promise::of(&service(Some(check())), None, Duration::from_secs(5));
        assert_eq!(promise.deadline, Duration::from_secs(15));
        let start = Instant::now();
        let mut tries = Tries::new(promise, start);
        for ms in (0..12_900).step_by(100) {
            let now = start + Duration::from_millis(ms);
            assert!(!tries.failed(now, String::new()), "unhealthy after {ms} ms");
        }
        assert!(tries.failed(start + Duration::from_secs(13), String::new()));
    }

    #[test]
    fn a_service_can_switch_the_images_check_off() {
        let image = ImageDetails {
            healthcheck: Some(crate::engine::ImageHealthcheck {
                test: vec!["CMD-SHELL".into(), "true".into()],
                ..Default::default()
            }),
            ..ImageDetails::default()
        };
        let off = service(Some(Healthcheck {
            test: Some(HealthTest::None),
            ..check()
        }));
        assert!(matches!(Probe::of(&off, Some(&image)), Ok(Probe::Nothing)));
        let on = service(None);
        assert!(matches!(
            Probe::of(&on, Some(&image)),
            Ok(Probe::Command(_))
        ));
    }
}
