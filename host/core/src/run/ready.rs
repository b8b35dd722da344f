//! Waiting until a service is ready: the probe runs here, not in the engine, and an exit ends it at once.

use std::sync::Arc;
use std::time::{Duration, Instant};

use mzhost_compose::model::Service;
use tokio::time::{sleep, timeout};

use super::container::{Life, ServiceContainer};
use super::explain::{explained, explained_after_end};
use super::probe::{Probe, Promise, Tries};
use super::setup::{Run, millis};
use crate::code::Code;
use crate::engine::ImageDetails;
use crate::event::ServiceState;
use crate::fault::Fault;

/// A service without a probe counts as ready when it has run this long, or a part of what its start took if
/// that is longer: a command that fails at once is seen, also on a busy machine.
const SETTLE: Duration = Duration::from_millis(30);
const SETTLE_PART: u32 = 10;
/// The same for one that has died once and was started again by its restart policy.
const SETTLE_AGAIN: Duration = Duration::from_millis(300);
/// Pause between tries at first, and after a second of them.
const GAP: Duration = Duration::from_millis(5);
const LATER_GAP: Duration = Duration::from_millis(25);

/// Why a probe ended without the service being ready.
struct NotReady {
    tries: u32,
    last: String,
    /// Whether the promised failures were reached, not the deadline.
    unhealthy: bool,
}

impl Run {
    /// Waits until services are ready that were brought up earlier.
    pub async fn wait_ready(
        self: &Arc<Self>,
        services: &[String],
        limit: Duration,
    ) -> Result<(), Fault> {
        let wanted = self.select(services)?;
        let waits = wanted.iter().map(|name| async move {
            let service = self.service(name)?;
            let container = self.container(name)?;
            let image = self.image_details(&container).await?;
            self.await_ready(&service, &container, Some(&image), false)
                .await
        });
        match timeout(limit, futures_util::future::try_join_all(waits)).await {
            Ok(result) => result.map(drop),
            Err(_) => Err(self.late(&wanted, limit)),
        }
    }

    /// Waits until one service is ready, or says why it is not.
    pub(crate) async fn await_ready(
        self: &Arc<Self>,
        service: &Service,
        container: &Arc<ServiceContainer>,
        image: Option<&ImageDetails>,
        completes: bool,
    ) -> Result<(), Fault> {
        if completes || service.mzhost.once {
            return self.await_completion(service, container).await;
        }
        if container.life.borrow().ready {
            return Ok(());
        }
        let begun = Instant::now();
        let probe = Probe::of(service, image)?;
        let promise = Promise::of(service, image, self.limits.ready);
        // One deadline and one count of failures, however often the engine starts it again.
        let mut tries = Tries::new(promise, begun);
        let first_start = container.life.borrow().starts;
        loop {
            let starts = container.life.borrow().starts;
            tokio::select! {
                biased;
                outcome = self.probe(container, &probe, promise, begun, &mut tries) => match outcome {
                    Ok(()) => break,
                    Err(not_ready) => {
                        let restarts = container.life.borrow().starts.saturating_sub(first_start);
                        return Err(unhealthy(container, &probe, &not_ready, restarts, begun.elapsed()));
                    }
                },
                // A restart by the policy begins the probe anew.
                _ = container.wait_until(|life| life.ended().is_some() || life.starts > starts) => {
                    let ended = container.life.borrow().ended();
                    match ended {
                        Some(0) if matches!(probe, Probe::Nothing) => break,
                        Some(code) => return Err(exited(container, &probe, code).await),
                        None if container.life.borrow().gone => {
                            return Err(explained(
                                Fault::new(
                                    Code::ServiceAbsent,
                                    format!("the container of service {:?} was removed", service.name),
                                ),
                                container,
                            ));
                        }
                        None => {}
                    }
                }
            }
        }
        self.mark_ready(container, begun);
        Ok(())
    }

    fn mark_ready(&self, container: &ServiceContainer, begun: Instant) {
        let newly = container.life.send_if_modified(|life| {
            let newly = !life.ready;
            life.ready = true;
            newly
        });
        if newly {
            self.tell(
                &container.service,
                ServiceState::Ready,
                Some(millis(begun.elapsed())),
            );
        }
    }

    /// Waits until a service that runs once has exited with 0.
    async fn await_completion(
        &self,
        service: &Service,
        container: &ServiceContainer,
    ) -> Result<(), Fault> {
        let begun = Instant::now();
        let ended = container.wait_until(|life| life.ended().is_some());
        let limit = service.mzhost.ready_timeout.unwrap_or(Duration::MAX);
        if timeout(limit, ended).await.is_err() {
            return Err(explained(
                Fault::new(
                    Code::ServiceUnhealthy,
                    format!(
                        "service {:?} should run once but did not end within {} ms",
                        service.name,
                        limit.as_millis()
                    ),
                ),
                container,
            ));
        }
        let ended = container.life.borrow().ended();
        match ended {
            Some(0) => {
                self.mark_ready(container, begun);
                Ok(())
            }
            code => Err(explained_after_end(
                Fault::new(
                    Code::ServiceExited,
                    format!(
                        "service {:?} should run once and exit with 0, but exited with {}",
                        service.name,
                        code.unwrap_or(-1)
                    ),
                ),
                container,
            )
            .await),
        }
    }

    /// Runs a probe until it passes, the service is unhealthy, or the deadline passes.
    async fn probe(
        self: &Arc<Self>,
        container: &Arc<ServiceContainer>,
        probe: &Probe,
        promise: Promise,
        begun: Instant,
        tries: &mut Tries,
    ) -> Result<(), NotReady> {
        let left = promise.deadline.saturating_sub(begun.elapsed());
        let outcome = timeout(left, self.probe_loop(container, probe, promise, tries)).await;
        if outcome == Ok(true) {
            return Ok(());
        }
        Err(NotReady {
            tries: tries.number,
            last: tries.last.clone(),
            unhealthy: outcome == Ok(false),
        })
    }

    /// True when the probe passed, false when the service is unhealthy.
    async fn probe_loop(
        self: &Arc<Self>,
        container: &Arc<ServiceContainer>,
        probe: &Probe,
        promise: Promise,
        tries: &mut Tries,
    ) -> bool {
        match probe {
            Probe::Nothing => return runs_on(container).await,
            Probe::Command(command) => {
                return self.probe_command(container, command, promise, tries).await;
            }
            Probe::Log(pattern) => {
                let last_end = container.life.borrow().last_end.clone();
                return container.log.wait_for(pattern, &last_end).await.is_some();
            }
            Probe::Tcp(_) | Probe::Http { .. } | Probe::Sql { .. } => {}
        }
        let begun = Instant::now();
        loop {
            let said = match timeout(promise.timeout, self.try_once(container, probe)).await {
                Ok(Ok(())) => return true,
                Ok(Err(fault)) => fault.message,
                Err(_) => format!("no answer in {} ms", promise.timeout.as_millis()),
            };
            if tries.failed(Instant::now(), said) {
                return false;
            }
            let gap = if begun.elapsed() < Duration::from_secs(1) {
                GAP
            } else {
                LATER_GAP
            };
            sleep(gap).await;
        }
    }

    /// One try of a probe that connects.
    async fn try_once(
        self: &Arc<Self>,
        container: &ServiceContainer,
        probe: &Probe,
    ) -> Result<(), Fault> {
        let service = &container.service;
        match probe {
            Probe::Tcp(port) => self
                .dialer
                .dial(service, &container.id, *port)
                .await
                .map(drop),
            Probe::Http { port, path, status } => self
                .http_get(service, &container.id, *port, path, *status)
                .await
                .map(drop),
            Probe::Sql { target, query } => {
                let connection = self.open_sql(target).await?;
                connection.query(query.clone(), Vec::new()).await.map(drop)
            }
            Probe::Nothing | Probe::Command(_) | Probe::Log(_) => Ok(()),
        }
    }
}

async fn exited(container: &ServiceContainer, probe: &Probe, code: i32) -> Fault {
    container.cause_known().await;
    container.whole_log().await;
    let hint = if code == 0 {
        "; if it is meant to run once, say `x-mzhost: {once: true}`"
    } else if container.life.borrow().oom_killed {
        ": the kernel killed it for its memory limit"
    } else {
        ""
    };
    explained(
        Fault::new(
            Code::ServiceExited,
            format!(
                "service {:?} exited with {code} before it was ready{hint}",
                container.service
            ),
        )
        .detail("probe", probe.describe()),
        container,
    )
}

fn unhealthy(
    container: &ServiceContainer,
    probe: &Probe,
    not_ready: &NotReady,
    restarts: u32,
    elapsed: Duration,
) -> Fault {
    let why = if not_ready.unhealthy {
        "its health check failed as often as `retries` allows"
    } else if restarts > 0 {
        "it dies and is started again by its restart policy"
    } else {
        "its limit passed; raise it with `x-mzhost: {ready_timeout: …}`"
    };
    let restarts = match restarts {
        0 => String::new(),
        restarts => restarts.to_string(),
    };
    explained(
        Fault::new(
            Code::ServiceUnhealthy,
            format!(
                "service {:?} is not ready after {:.1} s: {why}",
                container.service,
                elapsed.as_secs_f64()
            ),
        )
        .detail("probe", probe.describe())
        .detail("restarts", restarts)
        .detail("tries", not_ready.tries.to_string())
        .detail("last-try", not_ready.last.trim()),
        container,
    )
}

/// Waits until a container without a probe runs and has done so for a moment, whatever its restart policy had to do
/// for it. One that exits with 0 did what it was meant to do.
async fn runs_on(container: &ServiceContainer) -> bool {
    let mut settle = SETTLE;
    loop {
        let runs = |life: &Life| life.running || life.exit_code == Some(0);
        if !container.wait_until(runs).await {
            // It is gone, which the caller sees.
            std::future::pending::<()>().await;
        }
        let start = container.life.borrow().clone();
        sleep(settle.max(start.start_took / SETTLE_PART)).await;
        let now = container.life.borrow().clone();
        if runs(&now) && now.starts == start.starts {
            return true;
        }
        settle = SETTLE_AGAIN;
    }
}
