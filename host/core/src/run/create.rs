//! From a service of the document to a container.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use mzhost_compose::model::{
    Condition, HealthTest, MountKind, NetworkMode, ResourceLimits, Service,
};
use mzhost_compose::parse_env_file;
use tokio::sync::watch;

use super::asks;
use super::container::{Life, ServiceContainer};
use super::follow::follow;
use super::log_file::ServiceLog;
use super::names;
use super::setup::Run;
use super::uploads::Uploads;
use crate::archive::digest;
use crate::code::Code;
use crate::engine::ImageDetails;
use crate::engine::ids::{ContainerId, ObjectName};
use crate::engine::request::{CreateContainer, JoinNetwork, MountRequest, NetworkModeRequest};
use crate::event::ServiceState;
use crate::fault::Fault;
use crate::journal::Resource;

impl Run {
    /// Makes a service's container, or finds that the one that is there is still up to date.
    pub(crate) async fn ensure_container(
        self: &Arc<Self>,
        name: &str,
        image: &ImageDetails,
    ) -> Result<(), Fault> {
        let service = self.service(name)?;
        let service = &*service;
        let uploads = self.uploads(service)?;
        let owner = self.network_owner(service)?;
        let limits = self.policy.ceiling().limits(service.limits);
        let hash = config_hash(service, limits, image, &uploads, owner.as_ref());
        if let Some(existing) = self.containers.get(name) {
            let gone = existing.life.borrow().gone;
            if existing.config_hash == hash && !gone {
                return Ok(());
            }
            self.remove_container(&existing).await?;
        }
        let full = names::container(&self.project, name)?;
        let mut archive = uploads.archive.clone();
        let mut request = self.container_request(service, image, uploads, full.clone())?;
        request.labels = self.container_labels(service, image, &hash, false);
        let gated = !self.ungated.lock().await.contains(name)
            && self.add_gate(service, image, &mut request, &mut archive)?;
        let (run, service, name) = (Arc::clone(self), service.clone(), name.to_owned());
        self.make(async move {
            let id = run.create_container(&service, request, archive).await?;
            run.track(&service, id, hash, Life::default(), gated);
            run.tell(&name, ServiceState::Created, None);
            Ok(())
        })
        .await
    }

    /// Asks the engine for a container with its files, with the journal around it. Part of [`Self::make`].
    pub(super) async fn create_container(
        &self,
        service: &Service,
        request: CreateContainer,
        archive: Vec<u8>,
    ) -> Result<ContainerId, Fault> {
        let named = |fault: Fault| fault.service(&service.name);
        let name = request.name.clone();
        let further: Vec<_> = request.networks.iter().skip(1).cloned().collect();
        let subject = asks::subject(&service.name);
        let request = self.approve(&subject, request).map_err(named)?;
        self.note(self.journal.will_make(Resource::Container, name.as_str()));
        let id = match self.engine.create_container(request).await {
            Ok(id) => id,
            Err(error) => {
                if error.status().is_some() {
                    self.note(self.journal.removed(Resource::Container, name.as_str()));
                }
                return Err(named(Fault::from(error)));
            }
        };
        self.note(
            self.journal
                .made(Resource::Container, name.as_str(), id.as_str()),
        );
        let filled = self.fill_container(&subject, &id, further, archive).await;
        if let Err(fault) = filled {
            // It must not be taken for a finished one; clean-up finds what cannot be removed now.
            drop(self.engine.remove_container(&id).await);
            return Err(named(fault));
        }
        Ok(id)
    }

    /// What a container needs after its creation: further networks and files.
    async fn fill_container(
        &self,
        subject: &str,
        id: &ContainerId,
        further: Vec<(ObjectName, Vec<String>)>,
        archive: Vec<u8>,
    ) -> Result<(), Fault> {
        for (network, aliases) in further {
            let request = JoinNetwork {
                network,
                container: id.clone(),
                aliases,
            };
            self.engine
                .join_network(self.approve(subject, request)?)
                .await?;
        }
        if !archive.is_empty() {
            self.engine.upload(id, archive).await?;
        }
        Ok(())
    }

    /// Runs work that asks the engine for something new. It is not cancelled half-way, and clean-up waits for it:
    /// what the engine was asked for is known afterwards.
    pub(super) async fn make<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Fault>> + Send + 'static,
    ) -> Result<T, Fault> {
        let creating = Arc::clone(&self.creating).read_owned().await;
        if self.closed.load(Ordering::Relaxed) {
            return Err(Fault::new(Code::Internal, "the run is being cleaned up"));
        }
        let made = tokio::spawn(async move {
            let made = work.await;
            drop(creating);
            made
        });
        made.await.unwrap_or_else(|error| {
            Err(Fault::new(
                Code::Internal,
                format!("asking the engine failed: {error}"),
            ))
        })
    }

    /// Remembers a container and follows its log.
    pub(crate) fn track(
        &self,
        service: &Service,
        id: ContainerId,
        config_hash: String,
        life: Life,
        gated: bool,
    ) {
        let log = match self.folder.log_path(&service.name) {
            Ok(path) => ServiceLog::new(&path, self.events.masker().clone()),
            Err(_) => ServiceLog::discarding(),
        };
        let container = Arc::new(ServiceContainer {
            service: service.name.clone(),
            id,
            config_hash,
            life: watch::Sender::new(life),
            log: Arc::new(log),
            gate: gated.then(tokio::sync::Mutex::default),
            logged: watch::Sender::new(0),
        });
        tokio::spawn(follow(self.engine.clone(), Arc::clone(&container)));
        self.reclaim(&service.name, service.limits);
        self.containers.insert(container);
    }

    /// The request for a service's container, labels left out.
    pub(crate) fn container_request(
        &self,
        service: &Service,
        image: &ImageDetails,
        uploads: Uploads,
        name: ObjectName,
    ) -> Result<CreateContainer, Fault> {
        let mut networks = Vec::new();
        for (network, attachment) in &service.networks {
            let mut aliases = vec![service.name.clone()];
            aliases.extend(attachment.aliases.iter().cloned());
            networks.push((names::scoped(&self.project, network)?, aliases));
        }
        let privileges = asks::privileges(service);
        let limits = self.policy.ceiling().limits(service.limits);
        Ok(CreateContainer {
            name,
            image: image.id.clone(),
            platform: service.platform.clone(),
            command: service.command.clone(),
            entrypoint: service.entrypoint.clone(),
            environment: self.environment(service)?,
            hostname: service.hostname.clone(),
            user: service.user.clone(),
            working_dir: service.working_dir.clone(),
            init: service.init,
            no_healthcheck: no_healthcheck(service, image),
            stop_signal: service.stop_signal.clone(),
            stop_timeout: service
                .stop_grace_period
                .map(|grace| u32::try_from(grace.as_secs()).unwrap_or(u32::MAX)),
            exposed: service
                .expose
                .iter()
                .map(|port| (port.port, port.protocol))
                .collect(),
            binds: uploads.binds,
            mounts: self.mounts(service)?,
            tmpfs: service
                .tmpfs
                .iter()
                .map(|mount| (mount.target.clone(), mount.options.clone()))
                .collect(),
            networks,
            no_name_servers: self.has_no_name_servers(service),
            network_mode: match self.network_owner(service)? {
                Some(owner) => NetworkModeRequest::Container(owner),
                None => privileges.network_mode,
            },
            ulimits: service.ulimits.clone(),
            cap_drop: service.cap_drop.clone(),
            restart: service.restart,
            shm_size: service.shm_size,
            read_only: service.read_only,
            cpus: limits.cpus,
            memory: limits.memory,
            pids_limit: Some(limits.pids.unwrap_or(self.limits.pids)),
            log_limit: self.limits.engine_log,
            ..privileges
        })
    }

    /// Variables of `env_file`, then of `environment`; those without a value come from what was granted, and
    /// take the image's away when nothing was.
    pub(super) fn environment(
        &self,
        service: &Service,
    ) -> Result<BTreeMap<String, Option<String>>, Fault> {
        let mut environment = BTreeMap::new();
        for file in &service.env_file {
            let bytes = match self.root.read_all(&file.path, self.limits.data) {
                Ok(bytes) => bytes,
                Err(_) if !file.required => continue,
                Err(fault) => return Err(fault.service(&service.name)),
            };
            let entries = parse_env_file(&String::from_utf8_lossy(&bytes)).map_err(|error| {
                Fault::new(Code::ServicesInvalid, format!("{}: {error}", file.path))
                    .service(&service.name)
            })?;
            environment.extend(entries);
        }
        environment.extend(service.environment.clone());
        Ok(environment
            .into_iter()
            .map(|(name, value)| {
                let value = value.or_else(|| self.variables.get(&name).cloned());
                (name, value)
            })
            .collect())
    }

    fn mounts(&self, service: &Service) -> Result<Vec<MountRequest>, Fault> {
        let mut mounts = Vec::new();
        for mount in &service.volumes {
            let target = mount.target.clone();
            let read_only = mount.read_only;
            mounts.push(match &mount.kind {
                MountKind::Bind { .. } => continue,
                MountKind::Volume { source, nocopy } => MountRequest::Volume {
                    name: source
                        .as_deref()
                        .map(|name| names::scoped(&self.project, name))
                        .transpose()?,
                    target,
                    read_only,
                    nocopy: *nocopy,
                },
                MountKind::Tmpfs { size, mode } => MountRequest::Tmpfs {
                    target,
                    size: *size,
                    mode: *mode,
                    read_only,
                },
            });
        }
        Ok(mounts)
    }

    /// The container whose network a service shares.
    fn network_owner(&self, service: &Service) -> Result<Option<ContainerId>, Fault> {
        match &service.network_mode {
            Some(NetworkMode::Service(owner)) => Ok(Some(self.container(owner)?.id.clone())),
            _ => Ok(None),
        }
    }

    /// Compose's labels and ours.
    pub(crate) fn container_labels(
        &self,
        service: &Service,
        image: &ImageDetails,
        hash: &str,
        one_off: bool,
    ) -> BTreeMap<String, String> {
        let depends_on: Vec<String> = service
            .depends_on
            .iter()
            .map(|(name, dependency)| {
                let condition = match dependency.condition {
                    Condition::ServiceStarted => "service_started",
                    Condition::ServiceHealthy => "service_healthy",
                    Condition::ServiceCompletedSuccessfully => "service_completed_successfully",
                };
                format!("{name}:{condition}:false")
            })
            .collect();
        let mut labels = names::common(&self.project, &self.owner_labels);
        let compose = [
            (names::SERVICE, service.name.clone()),
            (
                names::ONEOFF,
                if one_off { "True" } else { "False" }.to_owned(),
            ),
            (names::CONFIG_HASH, hash.to_owned()),
            ("com.docker.compose.container-number", "1".to_owned()),
            ("com.docker.compose.depends_on", depends_on.join(",")),
            ("com.docker.compose.image", image.id.as_str().to_owned()),
            ("com.docker.compose.project.config_files", String::new()),
            (
                "com.docker.compose.project.working_dir",
                self.working_dir.clone(),
            ),
        ];
        labels.extend(compose.map(|(key, value)| (key.to_owned(), value)));
        labels
    }

    /// Removes a container and forgets it.
    pub(crate) async fn remove_container(&self, container: &ServiceContainer) -> Result<(), Fault> {
        container.life.send_modify(|life| life.stopping = true);
        self.engine.remove_container(&container.id).await?;
        container.life.send_modify(|life| {
            life.running = false;
            life.gone = true;
        });
        self.containers.remove(&container.service);
        self.release(&container.service);
        let name = names::container(&self.project, &container.service)?;
        self.note(self.journal.removed(Resource::Container, name.as_str()));
        self.tell(&container.service, ServiceState::Removed, None);
        Ok(())
    }
}

/// Whether the engine is told to leave a health check of the image alone: the service switches it off, or
/// mzhost runs it, and once is enough.
fn no_healthcheck(service: &Service, image: &ImageDetails) -> bool {
    let test = service
        .healthcheck
        .as_ref()
        .and_then(|check| check.test.as_ref());
    image.healthcheck.is_some() || matches!(test, Some(HealthTest::None))
}

/// Hash of all that a container is made from.
fn config_hash(
    service: &Service,
    limits: ResourceLimits,
    image: &ImageDetails,
    uploads: &Uploads,
    network_owner: Option<&ContainerId>,
) -> String {
    let definition = serde_json::to_vec(service).unwrap_or_default();
    let mut bytes = definition;
    // Limits that the user's ceiling sets are no part of the definition.
    if limits != service.limits {
        bytes.extend(serde_json::to_vec(&limits).unwrap_or_default());
    }
    bytes.extend_from_slice(image.id.as_str().as_bytes());
    bytes.extend_from_slice(digest(&uploads.archive).as_bytes());
    // Its network is gone with the container that it was.
    bytes.extend_from_slice(network_owner.map_or("", ContainerId::as_str).as_bytes());
    digest(&bytes)
}
