//! Taking over the containers of a project that an earlier process brought up.

use std::sync::Arc;

use super::container::{End, Life};
use super::gate;
use super::names;
use super::setup::Run;
use crate::code::Code;
use crate::engine::ImageDetails;
use crate::engine::ids::ImageReference;
use crate::fault::Fault;

use super::container::ServiceContainer;

impl Run {
    /// Finds the project's containers on the engine. Those of services that the document does not have stay
    /// where they are; `down` removes them all the same.
    pub async fn adopt(self: &Arc<Self>) -> Result<(), Fault> {
        let labels = [
            format!("{}={}", names::PROJECT, self.project),
            format!("{}=False", names::ONEOFF),
        ];
        let now = self.definitions();
        for found in self.engine.list_containers(&labels).await? {
            let Some(service) = found
                .labels
                .get(names::SERVICE)
                .and_then(|name| now.document.services.get(name))
            else {
                continue;
            };
            let state = self.engine.inspect_container(&found.id).await?.state;
            let started = !state.started_at.is_empty() && !state.started_at.starts_with("0001-");
            let gated = found.labels.contains_key(gate::LABEL);
            // One that was left at its gate was never started.
            let before = gated && self.was_never_opened(&found.id).await;
            let started = started && !before;
            let life = Life {
                running: state.running && !before,
                held: state.running && before,
                starts: u32::from(started),
                last_end: End::of(&state).at,
                exit_code: (started && !state.running).then_some(state.exit_code),
                restarting: state.status == "restarting",
                oom_killed: state.oom_killed,
                ..Life::default()
            };
            let hash = found
                .labels
                .get(names::CONFIG_HASH)
                .cloned()
                .unwrap_or_default();
            self.track(service, found.id, hash, life, gated);
        }
        let mut known = self.networks.lock().await;
        for network in self
            .engine
            .list_networks(&[format!("{}={}", names::PROJECT, self.project)])
            .await?
        {
            if let Some(name) = network.labels.get("com.docker.compose.network") {
                self.check_made(name, &network)?;
                known.insert(name.clone());
            }
        }
        drop(known);
        self.watch_engine().await;
        Ok(())
    }

    /// Refuses to go on in a project that somebody else has containers of.
    pub async fn refuse_foreign(&self) -> Result<(), Fault> {
        let labels = [format!("{}={}", names::PROJECT, self.project)];
        match self.engine.list_containers(&labels).await?.first() {
            None => Ok(()),
            Some(container) => Err(Fault::new(
                Code::Usage,
                format!(
                    "the project {:?} has containers already ({}); choose another name, or remove them with `mzhost down --project-name {}`",
                    self.project, container.name, self.project
                ),
            )),
        }
    }

    /// The image that a container was made from.
    pub(crate) async fn image_details(
        &self,
        container: &ServiceContainer,
    ) -> Result<ImageDetails, Fault> {
        let details = self.engine.inspect_container(&container.id).await?;
        let reference = ImageReference::new(details.image.as_str())?;
        Ok(self
            .engine
            .find_image(&reference)
            .await?
            .unwrap_or_default())
    }
}
