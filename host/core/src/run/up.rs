//! Bringing services up: images, then all containers at once, then starts along `depends_on`.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::try_join_all;
use mzhost_compose::model::{Condition, NetworkMode, Service};

use super::container::{Life, ServiceContainer};
use super::critical_path::critical_path;
use super::explain::explained;
use super::hold::EndHeld;
use super::setup::{Run, millis};
use crate::code::Code;
use crate::engine::ImageDetails;
use crate::event::{EventKind, ServiceState};
use crate::fault::Fault;

impl Run {
    /// Brings services up with all that they depend on.
    pub async fn up(
        self: &Arc<Self>,
        services: &[String],
        wait: bool,
        limit: Option<Duration>,
    ) -> Result<(), Fault> {
        let wanted = self.select(services)?;
        // Boxed: it is large, and part of many others.
        let work = Box::pin(self.bring_up(&wanted, wait));
        let Some(limit) = limit else {
            return work.await;
        };
        match tokio::time::timeout(limit, work).await {
            Ok(result) => result,
            Err(_) => Err(self.late(&wanted, limit)),
        }
    }

    /// Makes the containers of services and of all that they depend on, without starting any.
    pub async fn create(self: &Arc<Self>, services: &[String]) -> Result<(), Fault> {
        let wanted = self.select(services)?;
        let _alone = self.bringing_up.lock().await;
        let all = self.with_dependencies(&wanted);
        self.make_all(&all).await.map(drop)
    }

    async fn bring_up(self: &Arc<Self>, wanted: &[String], wait: bool) -> Result<(), Fault> {
        let _alone = self.bringing_up.lock().await;
        let all = self.with_dependencies(wanted);
        let images = self.make_all(&all).await?;
        let begun = Instant::now();
        let completed = self.awaited_completions();
        let _held = EndHeld {
            run: self,
            services: &all,
        };
        let starts = all.iter().map(|name| {
            let image = images.get(name);
            let completes = completed.contains(name);
            async move {
                let brought = self.bring_up_one(wanted, name, image, wait, completes);
                let did_something = brought.await?;
                Ok::<_, Fault>(did_something.then(|| (name.clone(), begun.elapsed())))
            }
        });
        let holds = async {
            self.hold_all(&all).await;
            std::future::pending::<Infallible>().await
        };
        let done = tokio::select! {
            done = try_join_all(starts) => done?,
            never = holds => match never {},
        };
        self.tell_critical_path(&done.into_iter().flatten().collect(), begun.elapsed());
        Ok(())
    }

    /// Tells what an `up` of several services that depend on each other waited for.
    fn tell_critical_path(&self, done: &BTreeMap<String, Duration>, took: Duration) {
        let now = self.definitions();
        let path = critical_path(done, |name| {
            let service = now.service(name);
            service.map_or(Vec::new(), |service| {
                service.depends_on.keys().cloned().collect()
            })
        });
        if path.len() > 1 {
            self.events.tell(EventKind::UpFinished {
                services: done.len(),
                critical_path: path,
                ms: millis(took),
            });
        }
    }

    /// Makes all that these services need up to their start: images, networks, volumes, containers.
    async fn make_all(
        self: &Arc<Self>,
        all: &[String],
    ) -> Result<BTreeMap<String, ImageDetails>, Fault> {
        self.preflight(all).await?;
        let images = self.ensure_images(all).await?;
        self.watch_engine().await;
        self.ensure_volumes(all).await?;
        self.ensure_networks_and_containers(all, &images).await?;
        Ok(images)
    }

    /// The services with all that they depend on, in the order of the graph.
    pub(crate) fn with_dependencies(&self, wanted: &[String]) -> Vec<String> {
        let now = self.definitions();
        now.graph
            .dependencies_of(wanted.iter().map(String::as_str))
            .into_iter()
            .map(str::to_owned)
            .collect()
    }

    /// Creates what is missing, networks and containers at once: creating a container only names its network,
    /// it is the start that needs it. Containers that join further networks come after those, and containers
    /// that share another one's network after that one.
    async fn ensure_networks_and_containers(
        self: &Arc<Self>,
        all: &[String],
        images: &BTreeMap<String, ImageDetails>,
    ) -> Result<(), Fault> {
        let (mut first, mut joining, mut sharing) = (Vec::new(), Vec::new(), Vec::new());
        for name in all {
            let service = self.service(name)?;
            match service.network_mode {
                Some(NetworkMode::Service(_)) => sharing.push(name),
                None if service.networks.len() > 1 => joining.push(name),
                _ => first.push(name),
            }
        }
        let create = |name: &String| {
            let image = images.get(name).cloned().unwrap_or_default();
            let name = name.clone();
            async move { self.ensure_container(&name, &image).await }
        };
        let (networks, containers) = tokio::join!(
            self.ensure_networks(all),
            try_join_all(first.into_iter().map(create))
        );
        networks?;
        containers?;
        try_join_all(joining.into_iter().map(create)).await?;
        for name in sharing {
            create(name).await?;
        }
        Ok(())
    }

    /// Services of which any other waits for the end: they are meant to run once.
    fn awaited_completions(&self) -> BTreeSet<String> {
        let now = self.definitions();
        now.document
            .services
            .values()
            .flat_map(|service| &service.depends_on)
            .filter(|(_, dependency)| {
                dependency.condition == Condition::ServiceCompletedSuccessfully
            })
            .map(|(name, _)| name.clone())
            .collect()
    }

    /// Starts one service after what it depends on, and waits until it is ready; false if it was there.
    async fn bring_up_one(
        self: &Arc<Self>,
        wanted: &[String],
        name: &str,
        image: Option<&ImageDetails>,
        wait: bool,
        completes: bool,
    ) -> Result<bool, Fault> {
        let service = self.service(name)?;
        let mut container = self.container(name)?;
        self.await_dependencies(&service).await;
        let was_ready = container.life.borrow().ready;
        if !container.life.borrow().running {
            if completes_already(&service, &container, completes) {
                return Ok(false);
            }
            self.start_one(&container).await?;
            // One whose gate did not work was made anew.
            container = self.container(name)?;
        }
        let somebody_waits = completes
            || self.definitions().document.services.values().any(|other| {
                other
                    .depends_on
                    .get(name)
                    .is_some_and(|dependency| dependency.condition == Condition::ServiceHealthy)
            });
        if wait || somebody_waits {
            self.await_ready(&service, &container, image, completes)
                .await
                .map_err(|fault| fault.detail("needed-by", self.chain_to(wanted, name)))?;
        }
        Ok(!was_ready)
    }

    /// Waits until each dependency is as far as it must be. A dependency that fails ends the whole `up`, so
    /// that nobody waits here for ever.
    async fn await_dependencies(&self, service: &Service) {
        for (name, dependency) in &service.depends_on {
            let enough = |life: &Life| match dependency.condition {
                Condition::ServiceStarted => life.starts > 0,
                Condition::ServiceHealthy => life.ready,
                Condition::ServiceCompletedSuccessfully => life.ended() == Some(0),
            };
            let mut gone = None;
            while let Some(container) = self.containers.get(name) {
                if gone.as_ref() == Some(&container.id) || container.wait_until(enough).await {
                    break;
                }
                gone = Some(container.id.clone());
                drop(self.replacing.lock().await);
            }
        }
    }

    /// Starts a container, with the cap on concurrent starts. One whose gate did not work is made anew without, so
    /// the service may have another container afterwards.
    pub(crate) async fn start_one(
        self: &Arc<Self>,
        container: &Arc<ServiceContainer>,
    ) -> Result<(), Fault> {
        if self.try_start(container).await? {
            return Ok(());
        }
        let container = self.without_gate(container).await?;
        self.try_start(&container).await.map(drop)
    }

    /// Starts a container; false when its gate did not work. Not cancelled half-way: what the engine was asked for is
    /// known afterwards.
    async fn try_start(self: &Arc<Self>, container: &Arc<ServiceContainer>) -> Result<bool, Fault> {
        let gone = |what: &str| Fault::new(Code::Internal, format!("starting a container: {what}"));
        // One that is held runs already.
        let held = container.life.borrow().held;
        let permit = if held {
            None
        } else {
            let permit = Arc::clone(&self.starts).acquire_owned().await;
            Some(permit.map_err(|error| gone(&error.to_string()))?)
        };
        let (run, container) = (Arc::clone(self), Arc::clone(container));
        let start = async move {
            // So that no line of an earlier life is taken for one of this.
            if container.life.borrow().starts > 0 {
                container.whole_log().await;
            }
            let begun = Instant::now();
            let started = if container.gate.is_some() {
                run.start_gated(&container).await
            } else {
                run.ask_to_start(&container).await.map(|took| {
                    container.started(took);
                    true
                })
            };
            drop(permit);
            if !started? {
                return Ok(false);
            }
            run.tell(
                &container.service,
                ServiceState::Started,
                Some(millis(begun.elapsed())),
            );
            Ok(true)
        };
        tokio::spawn(start)
            .await
            .map_err(|error| gone(&error.to_string()))?
    }

    /// Asks the engine to start a container; how long it took.
    pub(super) async fn ask_to_start(
        &self,
        container: &ServiceContainer,
    ) -> Result<Duration, Fault> {
        let begun = Instant::now();
        container.starting();
        if let Err(error) = self.engine.start_container(&container.id).await {
            container.not_started();
            return Err(Fault::from(error).service(&container.service));
        }
        Ok(begun.elapsed())
    }

    /// The fault for an `up` whose own limit passed: it names who is not ready.
    pub(crate) fn late(&self, wanted: &[String], limit: Duration) -> Fault {
        let all = self.with_dependencies(wanted);
        let waiting: Vec<&str> = all
            .iter()
            .filter(|name| {
                self.containers
                    .get(name)
                    .is_none_or(|container| !container.life.borrow().ready)
            })
            .map(String::as_str)
            .collect();
        let fault = Fault::new(
            Code::ServiceUnhealthy,
            format!(
                "not ready within {} ms: {}",
                limit.as_millis(),
                waiting.join(", ")
            ),
        );
        match waiting.first().and_then(|name| self.containers.get(name)) {
            Some(container) => explained(fault, &container),
            None => fault,
        }
    }
}

/// Whether a service that runs once did so already.
fn completes_already(service: &Service, container: &ServiceContainer, completes: bool) -> bool {
    (completes || service.mzhost.once) && container.life.borrow().ended() == Some(0)
}
