//! The engine's events as changes of the containers' lives.

use std::sync::{Arc, Weak};
use std::time::Duration;

use futures_util::StreamExt;
use mzhost_compose::model::Restart;
use time::OffsetDateTime;

use super::container::{End, ServiceContainer, log_time};
use super::names;
use super::setup::Run;
use crate::engine::{Engine, EngineEvent, EngineEventKind};
use crate::event::{EventKind, ServiceState};

/// The engine's word for a container that it will start again.
const RESTARTING: &str = "restarting";
/// Pause before the engine is asked again after the stream of events broke.
const RETRY: Duration = Duration::from_millis(200);

impl Run {
    /// Begins to watch the engine's events, once per run and before the first start.
    pub(crate) async fn watch_engine(self: &Arc<Self>) {
        self.watch
            .get_or_init(|| async {
                let run = Arc::downgrade(self);
                let label = format!("{}={}", names::PROJECT, self.project);
                tokio::spawn(watch(run, self.engine.clone(), label));
            })
            .await;
    }
}

async fn watch(run: Weak<Run>, engine: Engine, label: String) {
    // Events of the second before may be told twice; that changes nothing.
    let mut since = nanos_now().saturating_sub(1_000_000_000);
    loop {
        let events = engine.events(&label, since);
        let mut events = std::pin::pin!(events);
        match run.upgrade() {
            Some(run) => catch_up(&run).await,
            None => return,
        }
        while let Some(Ok(event)) = events.next().await {
            since = event.time;
            match run.upgrade() {
                Some(run) => apply(&run, &event).await,
                None => return,
            }
        }
        tokio::time::sleep(RETRY).await;
    }
}

/// A moment in nanoseconds since 1970, as logs have it.
fn log_time_of(nanos: i64) -> String {
    let time = OffsetDateTime::from_unix_timestamp_nanos(i128::from(nanos));
    time.ok().and_then(log_time).unwrap_or_default()
}

fn nanos_now() -> i64 {
    i64::try_from(OffsetDateTime::now_utc().unix_timestamp_nanos()).unwrap_or_default()
}

/// Compares each container's life with what the engine says: after the stream of events broke.
async fn catch_up(run: &Run) {
    for container in run.containers.all() {
        let life = container.life.borrow().clone();
        let Ok(state) = run.engine.inspect_container(&container.id).await else {
            continue;
        };
        let state = state.state;
        if life.running && !state.running {
            let end = End::of(&state);
            died(run, &container, end, state.status == RESTARTING);
        } else if life.restarting && state.running {
            restarted(run, &container);
        }
    }
}

async fn apply(run: &Run, event: &EngineEvent) {
    let Some(container) = run.containers.by_id(&event.container) else {
        return;
    };
    match event.kind {
        // Starts of ours are told where they are made; this is one by the restart policy.
        EngineEventKind::Start => {
            let life = container.life.borrow().clone();
            if life.restarting && life.starting {
                // It died and was started again before the answer to our start, which counts for both.
                container.life.send_modify(|life| {
                    life.restarting = false;
                    life.exit_code = None;
                });
            } else if life.restarting {
                restarted(run, &container);
            }
        }
        // The end of one that was held is no end of its command.
        EngineEventKind::Die { .. } if container.is_before_gate() => {
            container.life.send_modify(|life| life.held = false);
        }
        EngineEventKind::Die { exit_code } => {
            let restarting = will_restart(run, &container).await;
            let end = End {
                exit_code,
                at: log_time_of(event.time),
            };
            died(run, &container, end, restarting);
        }
        EngineEventKind::OutOfMemory => {
            container.life.send_modify(|life| life.oom_killed = true);
        }
        EngineEventKind::Destroy => container.life.send_modify(|life| {
            life.running = false;
            life.gone = true;
        }),
    }
}

/// Whether the engine starts a container that has just died again. Only the engine knows: a signal, for
/// example, switches the policy off.
async fn will_restart(run: &Run, container: &ServiceContainer) -> bool {
    let policy = run
        .definitions()
        .service(&container.service)
        .map(|service| service.restart);
    if policy == Some(Restart::No) || container.life.borrow().stopping {
        return false;
    }
    match run.engine.inspect_container(&container.id).await {
        Ok(details) => details.state.status == RESTARTING || details.state.running,
        Err(_) => false,
    }
}

fn restarted(run: &Run, container: &ServiceContainer) {
    container.starting();
    container.started(Duration::ZERO);
    run.tell(&container.service, ServiceState::Started, None);
}

fn died(run: &Run, container: &ServiceContainer, end: End, restarting: bool) {
    let exit_code = end.exit_code;
    container.died(end, restarting);
    if !container.life.borrow().stopping {
        run.events.tell(EventKind::Service {
            service: container.service.clone(),
            state: ServiceState::Exited,
            ms: None,
            exit_code: Some(exit_code),
        });
    }
}
