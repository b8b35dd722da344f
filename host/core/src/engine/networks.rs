//! Networks and volumes.

use std::collections::{BTreeMap, HashMap};

use bollard::models::NetworkDisconnectRequest;
use bollard::query_parameters::{
    InspectNetworkOptions, ListNetworksOptionsBuilder, ListVolumesOptionsBuilder,
    RemoveVolumeOptions,
};

use super::ids::{ContainerId, NetworkId, ObjectName};
use super::request::{CreateNetwork, CreateVolume};
use super::{Engine, EngineError};
use crate::policy::Approved;

/// A network in a list.
#[derive(Debug, Clone)]
pub struct NetworkSummary {
    /// Id.
    pub id: NetworkId,
    /// Name.
    pub name: String,
    /// Labels.
    pub labels: BTreeMap<String, String>,
    /// Whether it has no way out.
    pub internal: bool,
}

/// A volume in a list.
#[derive(Debug, Clone)]
pub struct VolumeSummary {
    /// Name.
    pub name: ObjectName,
    /// Labels.
    pub labels: BTreeMap<String, String>,
}

impl Engine {
    /// Creates a network.
    pub async fn create_network(
        &self,
        request: Approved<CreateNetwork>,
    ) -> Result<NetworkId, EngineError> {
        let request = request.into_inner();
        let name = request.name.to_string();
        let created = self
            .docker
            .create_network(request.into())
            .await
            .map_err(|error| EngineError::new("create network", &name, error))?;
        Ok(NetworkId::from_engine(Some(created.id)))
    }

    /// All networks that have all these labels.
    pub async fn list_networks(
        &self,
        labels: &[String],
    ) -> Result<Vec<NetworkSummary>, EngineError> {
        let filters = HashMap::from([("label".to_owned(), labels.to_vec())]);
        let options = ListNetworksOptionsBuilder::default()
            .filters(&filters)
            .build();
        let list = self
            .docker
            .list_networks(Some(options))
            .await
            .map_err(|error| EngineError::new("list networks", &labels.join(" "), error))?;
        Ok(list
            .into_iter()
            .map(|network| NetworkSummary {
                id: NetworkId::from_engine(network.id),
                name: network.name.unwrap_or_default(),
                labels: network.labels.unwrap_or_default().into_iter().collect(),
                internal: network.internal.unwrap_or_default(),
            })
            .collect())
    }

    /// Takes out of a network what is left of containers that are gone. The engine keeps such an endpoint now and then when
    /// many containers end at once, and the network cannot be removed while it is there.
    pub async fn free_network(&self, id: &NetworkId) -> Result<(), EngineError> {
        let network = self
            .docker
            .inspect_network(id.as_str(), None::<InspectNetworkOptions>)
            .await
            .map_err(|error| EngineError::new("inspect network", id.as_str(), error))?;
        for (container, endpoint) in network.containers.unwrap_or_default() {
            let name = endpoint.name.unwrap_or_default();
            if self.is_there(&container).await || ObjectName::new(name.as_str()).is_err() {
                continue;
            }
            let request = NetworkDisconnectRequest {
                container: name,
                force: Some(true),
            };
            self.docker
                .disconnect_network(id.as_str(), request)
                .await
                .map_err(|error| EngineError::new("free network", id.as_str(), error))?;
        }
        Ok(())
    }

    /// Whether the engine has a container of this id.
    async fn is_there(&self, container: &str) -> bool {
        let id = ContainerId::from_label(container);
        match self.inspect_container(&id).await {
            Ok(_) => true,
            Err(error) => !error.is_missing(),
        }
    }

    /// Creates a volume; one of the same name stays as it is. Gives the labels that it has.
    pub async fn create_volume(
        &self,
        request: Approved<CreateVolume>,
    ) -> Result<BTreeMap<String, String>, EngineError> {
        let request = request.into_inner();
        let name = request.name.to_string();
        self.docker
            .create_volume(bollard::models::VolumeCreateRequest::from(request))
            .await
            .map(|volume| volume.labels.into_iter().collect())
            .map_err(|error| EngineError::new("create volume", &name, error))
    }

    /// All volumes that have all these labels.
    pub async fn list_volumes(&self, labels: &[String]) -> Result<Vec<VolumeSummary>, EngineError> {
        let filters = HashMap::from([("label".to_owned(), labels.to_vec())]);
        let options = ListVolumesOptionsBuilder::default()
            .filters(&filters)
            .build();
        let list = self
            .docker
            .list_volumes(Some(options))
            .await
            .map_err(|error| EngineError::new("list volumes", &labels.join(" "), error))?;
        Ok(list
            .volumes
            .unwrap_or_default()
            .into_iter()
            .filter_map(|volume| {
                Some(VolumeSummary {
                    name: ObjectName::new(volume.name).ok()?,
                    labels: volume.labels.into_iter().collect(),
                })
            })
            .collect())
    }

    /// Removes a volume. One that is gone counts as removed.
    pub async fn remove_volume(&self, name: &ObjectName) -> Result<(), EngineError> {
        match self
            .docker
            .remove_volume(name.as_str(), None::<RemoveVolumeOptions>)
            .await
        {
            Ok(()) => Ok(()),
            Err(error) => {
                let error = EngineError::new("remove volume", name.as_str(), error);
                if error.is_missing() {
                    Ok(())
                } else {
                    Err(error)
                }
            }
        }
    }
}
