//! The engine's events as changes of the containers' lives.

use std::sync::{Arc, Weak};
use std::time::Duration;

use futures_util::StreamExt;

use super::container::ServiceContainer;
use super::names;
use super::setup::Run;
use crate::engine::{Engine, EngineEvent, EngineEventKind};
use crate::event::{EventKind, ServiceState};

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
    loop {
        let events = engine.events(&label);
        let mut events = std::pin::pin!(events);
        // What happened while nobody watched.
        match run.upgrade() {
            Some(run) => catch_up(&run).await,
            None => return,
        }
        while let Some(Ok(event)) = events.next().await {
            match run.upgrade() {
                Some(run) => apply(&run, &event),
                None => return,
            }
        }
        tokio::time::sleep(RETRY).await;
    }
}

/// Compares each container's life with what the engine says.
async fn catch_up(run: &Run) {
    for container in run.containers.all() {
        let was_running = container.life.borrow().running;
        let Ok(details) = run.engine.inspect_container(&container.id).await else {
            continue;
        };
        if was_running && !details.state.running {
            died(run, &container, details.state.exit_code);
        }
    }
}

fn apply(run: &Run, event: &EngineEvent) {
    let Some(container) = run.containers.by_id(&event.container) else {
        return;
    };
    match event.kind {
        EngineEventKind::Start => {
            // Starts of ours are told where they are made; this is one by the restart policy.
            if container.life.borrow().restarting {
                container.starting();
                container.started(Duration::ZERO);
                run.tell(&container.service, ServiceState::Started, None);
            }
        }
        EngineEventKind::Die { exit_code } => died(run, &container, exit_code),
        EngineEventKind::OutOfMemory => {
            container.life.send_modify(|life| life.oom_killed = true);
        }
        EngineEventKind::Destroy => container.life.send_modify(|life| {
            life.running = false;
            life.gone = true;
        }),
    }
}

fn died(run: &Run, container: &ServiceContainer, exit_code: i32) {
    container.died(exit_code);
    if !container.life.borrow().stopping {
        run.events.tell(EventKind::Service {
            service: container.service.clone(),
            state: ServiceState::Exited,
            ms: None,
            exit_code: Some(exit_code),
        });
    }
}
