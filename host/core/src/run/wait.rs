//! Waiting for conditions, and looking at containers.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::try_join_all;
use regex::Regex;
use tokio::time::{sleep, timeout};

use super::container::ServiceContainer;
use super::explain::explained;
use super::setup::Run;
use crate::code::Code;
use crate::dialer::published;
use crate::fault::Fault;
use crate::operation::{ContainerState, ExecOptions, Execution, Text};

/// Limit of one try that connects, so that one that hangs does not use up the whole wait.
const TRY_LIMIT: Duration = Duration::from_secs(2);
/// Pause between tries of a condition.
const GAP: Duration = Duration::from_millis(20);

impl Run {
    /// Waits until containers have exited by themselves.
    pub(crate) async fn wait_for_exit(
        &self,
        services: &[String],
        limit: Duration,
    ) -> Result<Vec<(String, i32)>, Fault> {
        let selected = self.select(services)?;
        let waits = selected.iter().map(|name| async move {
            let container = self.container(name)?;
            container.wait_until(|life| life.ended().is_some()).await;
            let code = container.life.borrow().ended().unwrap_or(-1);
            Ok::<_, Fault>((name.clone(), code))
        });
        timeout(limit, try_join_all(waits))
            .await
            .unwrap_or_else(|_| {
                Err(late(
                    &format!("{} did not exit", selected.join(", ")),
                    limit,
                ))
            })
    }

    /// Waits for a line of the log.
    pub(crate) async fn wait_for_log(
        &self,
        service: &str,
        pattern: &str,
        limit: Duration,
    ) -> Result<String, Fault> {
        let container = self.container(service)?;
        let regex = Regex::new(pattern).map_err(|error| {
            Fault::new(
                Code::ArgumentInvalid,
                format!("{pattern:?} is no regular expression: {error}"),
            )
        })?;
        let work = async {
            match container.log.wait_for(&regex, "").await {
                Some(line) => Ok(line),
                None => Err(Fault::new(
                    Code::ServiceAbsent,
                    format!("the log of service {service:?} ended"),
                )),
            }
        };
        self.waiting(
            &container,
            work,
            limit,
            &format!("no line of the log of service {service:?} fits {pattern:?}"),
        )
        .await
    }

    /// Waits until a TCP port accepts connections.
    pub(crate) async fn wait_for_port(
        &self,
        service: &str,
        port: u16,
        limit: Duration,
    ) -> Result<(), Fault> {
        let container = self.container(service)?;
        let work = async {
            loop {
                let dial = self.dialer.dial(service, &container.id, port);
                if matches!(timeout(TRY_LIMIT, dial).await, Ok(Ok(_))) {
                    break;
                }
                sleep(GAP).await;
            }
            Ok(())
        };
        self.waiting(
            &container,
            work,
            limit,
            &format!("nothing listens at port {port} of service {service:?}"),
        )
        .await
    }

    /// Waits until an HTTP GET answers a status.
    pub(crate) async fn wait_for_http(
        &self,
        service: &str,
        port: u16,
        path: &str,
        status: u16,
        limit: Duration,
    ) -> Result<(), Fault> {
        let container = self.container(service)?;
        let last = std::sync::Mutex::new(String::new());
        let work = async {
            loop {
                let get = self.http_get(service, &container.id, port, path, Some(status));
                match timeout(TRY_LIMIT, get).await {
                    Ok(Ok(_)) => return Ok(()),
                    Err(_) => {}
                    Ok(Err(fault)) => {
                        *last
                            .lock()
                            .unwrap_or_else(std::sync::PoisonError::into_inner) = fault.message;
                    }
                }
                sleep(GAP).await;
            }
        };
        let result = self
            .waiting(
                &container,
                work,
                limit,
                &format!("HTTP GET {service}:{port}{path} did not answer {status}"),
            )
            .await;
        let last = last
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        result.map_err(|fault| fault.detail("last-try", last))
    }

    /// Waits until a command exits with 0.
    pub(crate) async fn wait_for_command(
        self: &Arc<Self>,
        service: &str,
        command: &[String],
        limit: Duration,
    ) -> Result<Execution, Fault> {
        let begun = Instant::now();
        let mut last = String::new();
        loop {
            let left = limit.saturating_sub(begun.elapsed());
            let options = ExecOptions {
                timeout_ms: Some(u32::try_from(left.as_millis()).unwrap_or(u32::MAX)),
                ..ExecOptions::default()
            };
            match self.exec(service, command, &options).await {
                Ok(execution) if execution.exit_code == 0 => return Ok(execution),
                Ok(execution) => {
                    last = format!(
                        "{}{}exit code {}",
                        execution.output.content, execution.errors.content, execution.exit_code
                    );
                }
                Err(fault) if fault.is(Code::WaitTimeout) => {}
                Err(fault) => return Err(fault),
            }
            if begun.elapsed() + GAP >= limit {
                let what = format!("the command in service {service:?} did not exit with 0");
                return Err(late(&what, limit)
                    .service(service)
                    .detail("command", command.join(" "))
                    .detail("last-try", last));
            }
            sleep(GAP).await;
        }
    }

    /// Waits for work, but no longer than the limit or the container's life.
    async fn waiting<T>(
        &self,
        container: &ServiceContainer,
        work: impl Future<Output = Result<T, Fault>>,
        limit: Duration,
        what: &str,
    ) -> Result<T, Fault> {
        let ended = async {
            container.wait_until(|life| life.ended().is_some()).await;
            // What it wrote last may still be on its way to the log.
            container.whole_log().await;
        };
        tokio::select! {
            biased;
            result = timeout(limit, work) => result.unwrap_or_else(|_| {
                Err(explained(late(what, limit), container))
            }),
            () = ended => Err(explained(
                Fault::new(Code::ServiceExited, format!("{what}: its container exited")),
                container,
            )),
        }
    }

    /// The last lines of a log.
    pub(crate) fn logs(&self, service: &str, lines: u32) -> Result<Text, Fault> {
        let container = self.container(service)?;
        let asked = usize::try_from(lines).unwrap_or(usize::MAX);
        let lines = container.log.tail(asked);
        let mut content = String::new();
        let mut truncated = container.log.lacks(asked);
        for line in lines.iter().rev() {
            if content.len() + line.len() > self.limits.text {
                truncated = true;
                break;
            }
            content.insert_str(0, &format!("{line}\n"));
        }
        Ok(Text { content, truncated })
    }

    /// Where a port is published.
    pub async fn port(&self, service: &str, port: u16) -> Result<(String, u16), Fault> {
        let container = self.running(service)?;
        let details = self.engine.inspect_container(&container.id).await?;
        let Some((address, published)) = published(&details, port) else {
            let known: Vec<&str> = details
                .published
                .iter()
                .map(|(port, _, _)| port.as_str())
                .collect();
            let known = if known.is_empty() {
                "none".to_owned()
            } else {
                known.join(", ")
            };
            let way_out = self.dialer.way_out(&details, port).await;
            return Err(Fault::new(
                Code::ServicePort,
                format!("port {port} of service {service:?} is not published (published: {known}); {way_out}"),
            )
            .service(service));
        };
        let any = address
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_unspecified() || ip.is_loopback());
        let host = if any {
            self.dialer.engine_host()
        } else {
            address
        };
        Ok((host, published))
    }

    /// The state of a service's container.
    pub(crate) async fn state(&self, service: &str) -> Result<ContainerState, Fault> {
        self.service(service)?;
        let Some(container) = self.containers.get(service) else {
            return Ok(ContainerState {
                status: "absent".to_owned(),
                ready: false,
                exit_code: None,
                oom_killed: false,
                restarts: 0,
            });
        };
        let details = self.engine.inspect_container(&container.id).await?;
        let mut state = details.state;
        if container.is_before_gate() {
            "created".clone_into(&mut state.status);
        }
        Ok(ContainerState {
            ready: container.life.borrow().ready,
            exit_code: matches!(state.status.as_str(), "exited" | "dead")
                .then_some(state.exit_code),
            oom_killed: state.oom_killed,
            restarts: details.restarts,
            status: state.status,
        })
    }

    /// All about a service's container, as JSON.
    pub(crate) async fn inspect(&self, service: &str) -> Result<Text, Fault> {
        let container = self.container(service)?;
        let details = self.engine.inspect_container(&container.id).await?;
        let content = serde_json::to_string_pretty(&details.json).unwrap_or_default();
        let truncated = content.len() > self.limits.text;
        let end = content.floor_char_boundary(self.limits.text);
        let content = content.get(..end).unwrap_or_default().to_owned();
        Ok(Text { content, truncated })
    }
}

fn late(what: &str, limit: Duration) -> Fault {
    Fault::new(
        Code::WaitTimeout,
        format!("{what} within {} ms", limit.as_millis()),
    )
}
