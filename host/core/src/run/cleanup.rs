//! Removing what a project made, by its labels, so that nothing depends on what this process remembers.

use std::fmt;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use futures_util::stream;

use super::names;
use super::setup::{Run, millis};
use crate::code::Code;
use crate::engine::ids::{NetworkId, ObjectName};
use crate::engine::{Engine, EngineError};
use crate::event::EventKind;
use crate::fault::Fault;
use crate::ids::LABEL_RUN;
use crate::journal::Resource;
use crate::report::text::count;

/// Removals at once: each costs the engine processor time, more at once gain nothing.
const AT_ONCE: usize = 8;
/// How long a network or volume may still be in use. It is long when the engine is busy with many runs, and when the removal
/// of its container was begun by a process that was cut short: the engine then answers at once that it is under way.
const IN_USE: Duration = Duration::from_secs(30);
/// After this long, and each time again, what keeps a network in use may be nothing but a mistake of the engine.
const STALE: Duration = Duration::from_secs(3);
const PAUSE: Duration = Duration::from_millis(50);

/// What was removed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Removed {
    /// What was there, by kind and name.
    pub objects: Vec<(Resource, String)>,
    /// What could not be removed.
    pub problems: Vec<String>,
}

impl Removed {
    /// How many of a kind were there.
    pub fn count(&self, resource: Resource) -> usize {
        let kinds = self.objects.iter().map(|(kind, _)| *kind);
        kinds.filter(|kind| *kind == resource).count()
    }

    fn extend(&mut self, other: Self) {
        self.objects.extend(other.objects);
        self.problems.extend(other.problems);
    }
}

impl fmt::Display for Removed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let containers = count(self.count(Resource::Container), "container");
        let networks = count(self.count(Resource::Network), "network");
        let volumes = count(self.count(Resource::Volume), "volume");
        write!(f, "{containers}, {networks}, {volumes}")
    }
}

/// Removes all containers and networks that carry all these labels (`KEY=VALUE`), and named volumes if asked for.
pub async fn remove(engine: &Engine, labels: &[String], volumes: bool) -> Result<Removed, Fault> {
    let mut removed = remove_containers(engine, labels).await?;
    let (networks, volumes) = tokio::join!(
        remove_networks(engine, labels),
        remove_volumes(engine, labels, volumes)
    );
    removed.extend(networks?);
    removed.extend(volumes?);
    Ok(removed)
}

async fn remove_containers(engine: &Engine, labels: &[String]) -> Result<Removed, Fault> {
    let containers = engine.list_containers(labels).await?;
    let names = containers.iter().map(|container| &container.name);
    let objects = objects(Resource::Container, names);
    let problems = stream::iter(containers)
        .map(|container| async move { engine.remove_container(&container.id).await.err() })
        .buffer_unordered(AT_ONCE)
        .filter_map(|problem| async move { problem.map(|error| error.to_string()) })
        .collect()
        .await;
    Ok(Removed { objects, problems })
}

async fn remove_networks(engine: &Engine, labels: &[String]) -> Result<Removed, Fault> {
    let networks = engine.list_networks(labels).await?;
    let names = networks.iter().map(|network| &network.name);
    let objects = objects(Resource::Network, names);
    let problems = stream::iter(networks)
        .map(|network| async move { Shared::Network(&network.id).remove(engine).await })
        .buffer_unordered(AT_ONCE)
        .filter_map(|problem| async move { problem.map(|error| error.to_string()) })
        .collect()
        .await;
    Ok(Removed { objects, problems })
}

async fn remove_volumes(engine: &Engine, labels: &[String], asked: bool) -> Result<Removed, Fault> {
    if !asked {
        return Ok(Removed::default());
    }
    let volumes = engine.list_volumes(labels).await?;
    let names = volumes.iter().map(|volume| &volume.name);
    let objects = objects(Resource::Volume, names);
    let mut problems = Vec::new();
    for volume in &volumes {
        let problem = remove_volume(engine, &volume.name).await;
        problems.extend(problem.map(|error| error.to_string()));
    }
    Ok(Removed { objects, problems })
}

fn objects(
    resource: Resource,
    names: impl Iterator<Item = impl ToString>,
) -> Vec<(Resource, String)> {
    names.map(|name| (resource, name.to_string())).collect()
}

/// What may be in use for a moment after its containers are gone.
enum Shared<'a> {
    Network(&'a NetworkId),
    Volume(&'a ObjectName),
}

impl Shared<'_> {
    /// Removes it. The answer is why it could not.
    async fn remove(&self, engine: &Engine) -> Option<EngineError> {
        let begun = Instant::now();
        let mut freed = 0;
        loop {
            let (removed, in_use) = match self {
                Self::Network(id) => (engine.remove_network(id).await, "active endpoints"),
                Self::Volume(name) => (engine.remove_volume(name).await, "volume is in use"),
            };
            match removed {
                Ok(()) => return None,
                Err(error) if error.says(in_use) && begun.elapsed() < IN_USE => {
                    if let Self::Network(id) = self
                        && begun.elapsed() >= STALE * (freed + 1)
                    {
                        freed += 1;
                        // If it does not help, the removal says why.
                        drop(engine.free_network(id).await);
                    }
                    tokio::time::sleep(PAUSE).await;
                }
                Err(error) => return Some(error),
            }
        }
    }
}

/// Removes a volume, which may be in use for a moment longer. The answer is why it could not.
pub(super) async fn remove_volume(engine: &Engine, name: &ObjectName) -> Option<EngineError> {
    Shared::Volume(name).remove(engine).await
}

impl Run {
    /// Takes the project down, from within a workflow or by `mzhost down`.
    pub async fn down(&self, volumes: bool) -> Result<(), Fault> {
        let removed = self.remove_all(volumes).await?;
        match removed.problems.first() {
            None => Ok(()),
            Some(problem) => Err(Fault::new(Code::EngineError, problem.clone())
                .detail("problems", removed.problems.join("\n"))),
        }
    }

    async fn remove_all(&self, volumes: bool) -> Result<Removed, Fault> {
        // In the order in which networks are made. Whatever the engine was asked for is there then, and
        // nothing more is asked for meanwhile.
        let mut networks = self.networks.lock().await;
        let _none_made = self.creating.write().await;
        for container in self.containers.all() {
            container.life.send_modify(|life| life.stopping = true);
        }
        let removed = remove(&self.engine, &[self.own_label()], volumes).await?;
        for container in self.containers.all() {
            container.life.send_modify(|life| {
                life.running = false;
                life.gone = true;
            });
            self.containers.remove(&container.service);
        }
        networks.clear();
        Ok(removed)
    }

    /// The label of what the run made. Not the project: what else carries its name is somebody's own.
    pub(super) fn own_label(&self) -> String {
        self.owner_labels.get(LABEL_RUN).map_or_else(
            || format!("{}={}", names::PROJECT, self.project),
            |run| format!("{LABEL_RUN}={run}"),
        )
    }

    /// Cleans up at the end of a run and tells about it. Never fails: problems are part of the event.
    pub async fn clean_up(&self, reason: &str) -> Removed {
        let begun = Instant::now();
        self.events.tell(EventKind::CleanupStarted {
            reason: reason.to_owned(),
        });
        self.closed.store(true, Ordering::Relaxed);
        let removed = match self.remove_all(true).await {
            Ok(removed) => removed,
            Err(fault) => Removed {
                problems: vec![fault.message],
                ..Removed::default()
            },
        };
        self.events.tell(EventKind::CleanupFinished {
            containers: removed.count(Resource::Container),
            networks: removed.count(Resource::Network),
            volumes: removed.count(Resource::Volume),
            problems: removed.problems.clone(),
            ms: millis(begun.elapsed()),
        });
        if removed.problems.is_empty() {
            self.note(self.journal.ended());
        }
        removed
    }

    /// Leaves everything as it is, as asked for. What was only held has ended before.
    pub async fn keep(&self) {
        self.commands_ended().await;
        self.events.tell(EventKind::Kept {
            project: self.project.clone(),
            containers: self.containers.all().len(),
        });
        self.note(self.journal.ended());
    }

    /// The last log lines of a service and the path of its whole log, for a report.
    pub fn log_tail(&self, service: &str, lines: usize) -> (Vec<String>, Option<String>) {
        match self.containers.get(service) {
            Some(container) => (
                container.log.tail(lines),
                container.log.path().map(|path| path.display().to_string()),
            ),
            None => (Vec::new(), None),
        }
    }
}
