//! The disk that a run holds: measured while it lives, since no engine limits it on most file systems. A run that
//! holds too much is stopped.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use super::setup::Run;
use crate::code::Code;
use crate::engine::{Engine, EngineError};
use crate::event::EventKind;
use crate::fault::{Fault, chain};
use crate::policy::{Decision, Maximum};

/// Pause between two looks, at the least.
const PAUSE: Duration = Duration::from_secs(3);
/// The pause is this many times what the look before it took, so that looking takes a tenth of the time at most.
const PAUSE_PER_LOOK: u32 = 9;
/// Looks without an answer, one after the other, until that is told. Engines before API 1.42 answer one at a time.
const TELL_AFTER: u32 = 5;

/// Something that holds some of the disk.
struct Holder {
    /// What it is, and its name.
    name: String,
    bytes: u64,
}

impl Run {
    /// Begins to watch what the run holds of the disk, if that is limited. Once per run.
    pub fn watch_disk(self: &Arc<Self>) {
        if self.policy.ceiling().disk.is_some() {
            let watching = watch(Arc::downgrade(self), self.engine.clone(), self.own_label());
            tokio::spawn(watching);
        }
    }

    /// Work that ends when the host stops the run, with the reason.
    pub async fn unless_stopped<T>(
        &self,
        work: impl Future<Output = Result<T, Fault>>,
    ) -> Result<T, Fault> {
        let mut changes = self.stopped.subscribe();
        let stopped = async {
            let fault = changes.wait_for(Option::is_some).await;
            let fault = fault.ok().and_then(|fault| fault.clone());
            match fault {
                Some(fault) => fault,
                // The sender lives as long as the run.
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            // Work that fails because its containers were stopped would hide why they were.
            biased;
            fault = stopped => Err(fault),
            result = work => result,
        }
    }

    /// Ends the run if that is too much. Whether it did.
    fn judge_disk(self: &Arc<Self>, holders: &[Holder]) -> bool {
        let all = Maximum::Disk(holders.iter().map(|holder| holder.bytes).sum());
        let decision = self.policy.decide_maximum("the composition", all);
        if !decision.is_refused() {
            return false;
        }
        let largest = holders.iter().max_by_key(|holder| holder.bytes);
        let largest = largest.map_or_else(String::new, |Holder { name, bytes }| {
            format!("{name}, {}", Maximum::Disk(*bytes))
        });
        let way_out = match decision.flag {
            Some(_) => "; raise the limit with --max-disk=SIZE",
            None => "",
        };
        let Decision { value, reason, .. } = &decision;
        let message = format!(
            "the run's containers and volumes hold {value} of the disk, {reason}; most of it is in {largest}{way_out}"
        );
        self.tell_decisions(&[decision]);
        self.stop_run(Fault::new(Code::LimitDisk, message));
        true
    }

    /// Stops the containers, and then workflows. Nothing more is made.
    fn stop_run(self: &Arc<Self>, fault: Fault) {
        self.closed.store(true, Ordering::Relaxed);
        let run = Arc::clone(self);
        self.endings
            .spawn(async move { run.stop_containers().await });
        self.stopped.send_replace(Some(fault));
    }

    async fn stop_containers(&self) {
        for container in self.containers.all() {
            container.life.send_modify(|life| life.stopping = true);
        }
        // Also those of one-off commands. What cannot be stopped, clean-up removes by force.
        let list = self.engine.list_containers(&[self.own_label()]).await;
        let list = list.unwrap_or_default();
        let stopping = list
            .iter()
            .map(|container| self.engine.stop_container(&container.id, Duration::ZERO));
        join_all(stopping).await;
    }
}

async fn watch(run: Weak<Run>, engine: Engine, label: String) {
    let mut failed = 0;
    let mut pause = PAUSE;
    loop {
        tokio::time::sleep(pause).await;
        let begun = Instant::now();
        let measured = measure(&engine, &label).await;
        pause = PAUSE.max(begun.elapsed() * PAUSE_PER_LOOK);
        let Some(run) = run
            .upgrade()
            .filter(|run| !run.closed.load(Ordering::Relaxed))
        else {
            return;
        };
        match measured {
            Ok(holders) if run.judge_disk(&holders) => return,
            Ok(_) => failed = 0,
            Err(error) => {
                failed += 1;
                if failed == TELL_AFTER {
                    run.events.tell(EventKind::Warning {
                        message: format!(
                            "--max-disk is not watched at the moment: {}",
                            chain(&error)
                        ),
                    });
                }
            }
        }
    }
}

/// What containers and volumes with a label hold, and the anonymous volumes of these containers.
async fn measure(engine: &Engine, label: &str) -> Result<Vec<Holder>, EngineError> {
    let labels = [label.to_owned()];
    let (containers, named) =
        tokio::try_join!(engine.container_disk(label), engine.list_volumes(&labels))?;
    let mut holders = Vec::new();
    let mut volumes = BTreeMap::new();
    for container in containers {
        for volume in container.volumes {
            let title = format!("an anonymous volume of {}", container.name);
            volumes.insert(volume, title);
        }
        holders.push(Holder {
            name: format!("the container {}", container.name),
            bytes: container.written,
        });
    }
    for volume in named {
        let name = volume.name.to_string();
        volumes.insert(name.clone(), format!("the volume {name}"));
    }
    // The dear part.
    if !volumes.is_empty() {
        let sizes = engine.volume_disk().await?.into_iter();
        holders.extend(sizes.filter_map(|(volume, bytes)| {
            let name = volumes.remove(&volume)?;
            Some(Holder { name, bytes })
        }));
    }
    Ok(holders)
}
