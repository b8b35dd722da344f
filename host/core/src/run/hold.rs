//! Starting containers up to their gate, and letting them through.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use futures_util::stream;

use super::container::ServiceContainer;
use super::gate::STATE;
use super::setup::Run;
use crate::engine::ids::ContainerId;
use crate::fault::Fault;

/// Sizes of the state file from which on the gate was opened, and when there is no such command.
const OPENED: u64 = 2;
const FAILED: u64 = 3;
/// How long a gate may take to open; then the container is made anew without.
const OPEN_LIMIT: Duration = Duration::from_secs(10);
/// Pause between looks at the state file, and the longest.
const GAP: Duration = Duration::from_millis(1);
const LONGEST_GAP: Duration = Duration::from_millis(50);

impl Run {
    /// Starts the containers with a gate that were never started, in this order and few at once: they take processor
    /// time from those that are needed next. Never fails: one that cannot be held is started when it is its turn.
    pub(super) async fn hold_all(self: &Arc<Self>, services: &[String]) {
        let containers: Vec<_> = services
            .iter()
            .filter_map(|name| self.containers.get(name))
            .collect();
        if containers.iter().all(|container| container.gate.is_none()) {
            return;
        }
        for container in &containers {
            let waits_for_none = self
                .service(&container.service)
                .is_ok_and(|service| service.depends_on.is_empty());
            if container.gate.is_none() && waits_for_none {
                container
                    .wait_until(|life| life.starts > 0 || life.ended().is_some())
                    .await;
            }
        }
        let at_once = (self.engine.facts().cpus / 2).max(1);
        stream::iter(containers)
            .for_each_concurrent(at_once, |container| self.hold(container))
            .await;
    }

    /// Starts a container up to its gate. Not cancelled half-way.
    async fn hold(self: &Arc<Self>, container: Arc<ServiceContainer>) {
        let run = Arc::clone(self);
        let work = async move {
            let Some(gate) = &container.gate else {
                return;
            };
            // In this order everywhere: who has the gate may need no further permit.
            let Ok(_permit) = run.starts.acquire().await else {
                return;
            };
            let mut took = gate.lock().await;
            {
                let life = container.life.borrow();
                if life.held || life.starts > 0 || life.gone {
                    return;
                }
            }
            let begun = Instant::now();
            if run.engine.start_container(&container.id).await.is_ok() {
                *took = begun.elapsed();
                container.life.send_modify(|life| life.held = true);
            }
        };
        // What goes wrong there is seen when the container's turn comes.
        drop(tokio::spawn(work).await);
    }

    /// Starts a container that has a gate as far as it is not, and opens the gate; false when it could not be passed.
    pub(super) async fn start_gated(&self, container: &ServiceContainer) -> Result<bool, Fault> {
        let Some(gate) = &container.gate else {
            return Ok(false);
        };
        let took = gate.lock().await;
        let (held, starts) = {
            let life = container.life.borrow();
            (life.held, life.starts)
        };
        let took = if held {
            container.starting();
            *took
        } else {
            self.ask_to_start(container).await?
        };
        // One that was opened once is not held again.
        if starts == 0 {
            container
                .life
                .send_modify(|life| life.held = life.exit_code.is_none());
            if !self.open(container).await {
                return Ok(false);
            }
        }
        container.started(took);
        Ok(true)
    }

    /// Opens the gate of a container and waits until it was passed.
    async fn open(&self, container: &ServiceContainer) -> bool {
        let id = &container.id;
        let work = async {
            self.engine.send_byte(id, b'o').await.ok()?;
            let mut gap = GAP;
            loop {
                // Looked at first: the end of a command that was short comes after its beginning.
                let ended = container.life.borrow().exit_code.is_some();
                match self.engine.file_size(id, STATE).await.ok()? {
                    FAILED.. => return None,
                    OPENED.. => return Some(()),
                    _ if ended => return None,
                    _ => tokio::time::sleep(gap).await,
                }
                gap = (gap * 2).min(LONGEST_GAP);
            }
        };
        let passed = tokio::time::timeout(OPEN_LIMIT, work).await;
        passed.is_ok_and(|passed| passed.is_some())
    }

    /// Makes a container anew without a gate: whatever is wrong with its command is then told by the engine itself.
    pub(super) async fn without_gate(
        self: &Arc<Self>,
        container: &Arc<ServiceContainer>,
    ) -> Result<Arc<ServiceContainer>, Fault> {
        // Who waits for the old container looks for the new one after this.
        let _replacing = self.replacing.lock().await;
        let name = &container.service;
        let image = self.image_details(container).await?;
        self.ungated.lock().await.insert(name.clone());
        self.remove_container(container).await?;
        self.ensure_container(name, &image).await?;
        self.container(name)
    }

    /// Whether a container is held, as its own files tell: for one that another process has started.
    pub(super) async fn was_never_opened(&self, id: &ContainerId) -> bool {
        let size = self.engine.file_size(id, STATE).await;
        size.is_ok_and(|size| size < OPENED)
    }
}

/// Ends the containers that an `up` holds when it is over: after one that failed, nothing runs that was not started.
pub(super) struct EndHeld<'a> {
    pub(super) run: &'a Arc<Run>,
    pub(super) services: &'a [String],
}

impl Drop for EndHeld<'_> {
    fn drop(&mut self) {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return;
        };
        for name in self.services {
            let Some(container) = self.run.containers.get(name) else {
                continue;
            };
            // Also one whose start is under way.
            if container.gate.is_none() || container.life.borrow().starts > 0 {
                continue;
            }
            let run = Arc::clone(self.run);
            let ending = async move { run.end_held(&container).await };
            runtime.spawn(self.run.endings.track_future(ending));
        }
    }
}

impl Run {
    async fn end_held(&self, container: &ServiceContainer) {
        let Some(gate) = &container.gate else {
            return;
        };
        let _alone = gate.lock().await;
        if !container.life.borrow().held {
            return;
        }
        container.life.send_modify(|life| life.held = false);
        // One that is gone has ended as well.
        drop(self.engine.kill_container(&container.id, "SIGKILL").await);
    }
}
