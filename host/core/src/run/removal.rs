//! Removing single services and volumes, within a run.

use mzhost_compose::model::{MountKind, Service};

use super::cleanup::remove_volume;
use super::names;
use super::setup::Run;
use crate::code::Code;
use crate::fault::Fault;
use crate::journal::Resource;

impl Run {
    /// Stops services gracefully, dependents first, and removes their containers with their anonymous volumes.
    pub(crate) async fn rm(&self, services: &[String]) -> Result<(), Fault> {
        let _alone = self.bringing_up.lock().await;
        let wanted = self.select(services)?;
        let there = |name: &String| self.containers.get(name).is_some();
        let there: Vec<String> = wanted.into_iter().filter(there).collect();
        if there.is_empty() {
            return Ok(());
        }
        // One that cannot be stopped is removed by force.
        drop(self.stop(&there, None).await);
        let removals = there.iter().filter_map(|name| {
            let container = self.containers.get(name)?;
            Some(async move {
                let removed = self.remove_container(&container).await;
                removed.map_err(|fault| fault.service(&container.service))
            })
        });
        futures_util::future::try_join_all(removals).await.map(drop)
    }

    /// Removes named volumes. Nothing is removed if one of them cannot be.
    pub(crate) async fn rm_volumes(&self, volumes: &[String]) -> Result<(), Fault> {
        let _alone = self.bringing_up.lock().await;
        let now = self.definitions();
        let wrong = |text: String| Fault::new(Code::ArgumentInvalid, text);
        if volumes.is_empty() {
            return Err(wrong(
                "no volume is named; `down-volumes` removes all".to_owned(),
            ));
        }
        for name in volumes {
            if !now.document.volumes.contains_key(name) {
                let known: Vec<&str> = now.document.volumes.keys().map(String::as_str).collect();
                let known = match known.as_slice() {
                    [] => "no named volumes".to_owned(),
                    known => known.join(", "),
                };
                return Err(wrong(format!(
                    "there is no volume {name:?}; the composition has {known}"
                )));
            }
            let mut services = now.document.services.values();
            let user = services.find(|service| {
                mounts(service, name) && self.containers.get(&service.name).is_some()
            });
            if let Some(user) = user {
                let text = format!(
                    "volume {name:?} belongs to the container of service {0:?}; `rm` that first",
                    user.name
                );
                return Err(Fault::new(Code::VolumeInUse, text).service(&user.name));
            }
        }
        // Not by the name alone: what else carries it is somebody's own.
        let ours = format!("{}={}", names::PROJECT, self.project);
        let there = self.engine.list_volumes(&[ours]).await?;
        for name in volumes {
            let full = names::scoped(&self.project, name)?;
            if !there.iter().any(|volume| volume.name == full) {
                continue;
            }
            if let Some(error) = remove_volume(&self.engine, &full).await {
                let in_use = error.says("volume is in use");
                return Err(if in_use {
                    let text = format!(
                        "volume {name:?} belongs to a container, such as one of `run` that goes on"
                    );
                    Fault::new(Code::VolumeInUse, text).cause(&error)
                } else {
                    Fault::from(error)
                });
            }
            self.note(self.journal.removed(Resource::Volume, full.as_str()));
        }
        Ok(())
    }
}

/// Whether a service has a named volume.
fn mounts(service: &Service, volume: &str) -> bool {
    service.volumes.iter().any(|mount| {
        matches!(&mount.kind, MountKind::Volume { source: Some(name), .. } if name == volume)
    })
}
