//! Networks and volumes of a project.

use std::collections::BTreeSet;
use std::sync::Arc;

use mzhost_compose::model::{Network, Service};

use super::names;
use super::setup::Run;
use crate::code::Code;
use crate::engine::request::{CreateNetwork, CreateVolume, UserLabels, VolumeOptions};
use crate::engine::{NetworkSummary, name_taken};
use crate::fault::Fault;
use crate::journal::Resource;

/// How many subnets are tried when the engine says that one overlaps.
const TRIES: u32 = 64;

impl Run {
    /// Makes the networks of these services, unless they are there.
    pub(crate) async fn ensure_networks(
        self: &Arc<Self>,
        services: &[String],
    ) -> Result<(), Fault> {
        // Held until all are made, also when the caller is cancelled, so that none is made twice.
        let mut known = Arc::clone(&self.networks).lock_owned().await;
        let now = self.definitions();
        let wanted: BTreeSet<String> = services
            .iter()
            .filter_map(|name| now.document.services.get(name))
            .flat_map(|service| service.networks.keys())
            .filter(|name| !known.contains(*name))
            .cloned()
            .collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let run = Arc::clone(self);
        self.make(async move {
            let made = wanted.iter().map(|name| run.make_network(name));
            futures_util::future::try_join_all(made).await?;
            known.extend(wanted);
            Ok(())
        })
        .await
    }

    async fn make_network(&self, name: &str) -> Result<(), Fault> {
        let network = self
            .definitions()
            .document
            .networks
            .get(name)
            .cloned()
            .unwrap_or_default();
        let full = names::scoped(&self.project, name)?;
        let mut labels = names::common(&self.project, &self.owner_labels);
        labels.insert("com.docker.compose.network".to_owned(), name.to_owned());
        let subject = format!("network {name:?}");
        let outward = self.is_outward(&network);
        self.note(self.journal.will_make(Resource::Network, full.as_str()));
        let first = self.first_subnet(name);
        let mut last = None;
        let tries = TRIES.min(self.subnets.len());
        for offset in 0..tries {
            let request = self.approve(
                &subject,
                CreateNetwork {
                    name: full.clone(),
                    user_labels: UserLabels(network.labels.clone()),
                    labels: labels.clone(),
                    subnet: Some(self.subnets.subnet(first.wrapping_add(offset))),
                    outward,
                },
            )?;
            match self.engine.create_network(request).await {
                Ok(id) => {
                    self.note(
                        self.journal
                            .made(Resource::Network, full.as_str(), id.as_str()),
                    );
                    return Ok(());
                }
                Err(error) if error.says("overlap") => last = Some(error),
                Err(error) => return Err(Fault::from(error)),
            }
        }
        let reason = last.map_or_else(String::new, |error| error.to_string());
        Err(Fault::new(
            Code::EngineError,
            format!(
                "no free subnet was found for network {name:?} after {tries} of the pool's {} were tried; remove old networks, or choose another pool with --subnet-pool",
                self.subnets.len()
            ),
        )
        .detail("engine", reason))
    }

    /// Whether a network of the document has a way out.
    pub(super) fn is_outward(&self, network: &Network) -> bool {
        !network.internal && self.policy.net_granted()
    }

    /// Whether nothing answers a service's container about names that no container has. The engine would ask the
    /// machine's name servers, from outside of the network on some engines: a way out.
    pub(super) fn has_no_name_servers(&self, service: &Service) -> bool {
        service.network_mode.is_none() && !self.policy.net_granted()
    }

    /// Refuses a network that an earlier process made the other way: containers would have a way out that is not
    /// granted, or none that is.
    pub(super) fn check_made(&self, name: &str, made: &NetworkSummary) -> Result<(), Fault> {
        let now = self.definitions();
        let Some(network) = now.document.networks.get(name) else {
            return Ok(());
        };
        if self.is_outward(network) != made.internal {
            return Ok(());
        }
        let how = if made.internal { "without" } else { "with" };
        Err(Fault::new(
            Code::Usage,
            format!(
                "network {name:?} of project {:?} was made {how} a way out; remove the project with `mzhost down --project-name {}`, or {} --allow-net",
                self.project,
                self.project,
                if made.internal { "leave out" } else { "give" }
            ),
        ))
    }

    /// Services with containers whose ports are not published because their networks have no way out.
    pub fn unpublished(&self) -> Vec<String> {
        if self.policy.net_granted() {
            return Vec::new();
        }
        let now = self.definitions();
        let services = now.document.services.values();
        let unpublished = services.filter(|service| {
            let has = self.containers.get(&service.name).is_some();
            has && !service.ports.is_empty() && service.network_mode.is_none()
        });
        unpublished.map(|service| service.name.clone()).collect()
    }

    /// Where the search begins: spread by the run, so that runs beside each other seldom meet.
    fn first_subnet(&self, name: &str) -> u32 {
        let digest = crate::archive::digest(format!("{} {name}", self.project).as_bytes());
        u32::from_str_radix(digest.get(..8).unwrap_or("0"), 16).unwrap_or(0)
    }

    /// Makes the named volumes of these services, unless they are there.
    pub(crate) async fn ensure_volumes(self: &Arc<Self>, services: &[String]) -> Result<(), Fault> {
        let now = self.definitions();
        let wanted: BTreeSet<&str> = services
            .iter()
            .filter_map(|name| now.document.services.get(name))
            .flat_map(|service| &service.volumes)
            .filter_map(|mount| mount.kind.volume())
            .collect();
        let made = wanted.into_iter().map(|name| {
            let (run, name) = (Arc::clone(self), name.to_owned());
            self.make(async move { run.make_volume(&name).await })
        });
        futures_util::future::try_join_all(made).await.map(drop)
    }

    async fn make_volume(&self, name: &str) -> Result<(), Fault> {
        let now = self.definitions();
        let volume = now.document.volumes.get(name).cloned().unwrap_or_default();
        let full = names::scoped(&self.project, name)?;
        let mut labels = names::common(&self.project, &self.owner_labels);
        labels.insert("com.docker.compose.volume".to_owned(), name.to_owned());
        let request = self.approve(
            &format!("volume {name:?}"),
            CreateVolume {
                name: full.clone(),
                user_labels: UserLabels(volume.labels),
                labels,
                driver_opts: VolumeOptions(volume.driver_opts),
            },
        )?;
        self.note(self.journal.will_make(Resource::Volume, full.as_str()));
        let labels = self.engine.create_volume(request).await?;
        if labels.get(names::PROJECT) != Some(&self.project) {
            self.note(self.journal.removed(Resource::Volume, full.as_str()));
            let taken = name_taken("volume", full.as_str());
            return Err(Fault::new(Code::EngineError, taken));
        }
        self.note(
            self.journal
                .made(Resource::Volume, full.as_str(), full.as_str()),
        );
        Ok(())
    }
}
