//! What containers and volumes hold of the disk.

use std::collections::BTreeMap;

use bollard::query_parameters::ListVolumesOptions;

use super::containers::name_of;
use super::{Engine, EngineError};

/// The version of the API that the sizes of volumes are asked in where the engine has a later one: later ones answer
/// in another form.
const LATEST: (u32, u32) = (1, 44);

/// What a container holds of the disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContainerDisk {
    /// Name.
    pub name: String,
    /// Bytes that it wrote beside its volumes.
    pub written: u64,
    /// Its volumes, anonymous ones too.
    pub volumes: Vec<String>,
}

impl Engine {
    /// What the containers with a label wrote, stopped ones too. The engine walks through the files of each.
    pub async fn container_disk(&self, label: &str) -> Result<Vec<ContainerDisk>, EngineError> {
        let list = self.containers_with(&[label.to_owned()], true).await?;
        let measured = list.into_iter().map(|container| ContainerDisk {
            name: name_of(container.names),
            written: bytes(container.size_rw.unwrap_or_default()),
            volumes: container
                .mounts
                .unwrap_or_default()
                .into_iter()
                .filter(|mount| mount.typ.as_deref() == Some("volume"))
                .filter_map(|mount| mount.name)
                .collect(),
        });
        Ok(measured.collect())
    }

    /// What each volume of the engine holds. It walks through the files of all of them, others' too.
    pub async fn volume_disk(&self) -> Result<BTreeMap<String, u64>, EngineError> {
        let path = format!(
            "/v{}/system/df?type=volume",
            version_for_sizes(&self.facts().api_version)
        );
        // The client's own request for it does not know the answer of engines before 1.52. Its `Volumes` are those
        // of the list of volumes, with their sizes.
        let docker = self
            .docker
            .clone()
            .with_request_modifier(move |mut request| {
                if let Ok(uri) = request.uri().to_string().replace("/volumes", &path).parse() {
                    *request.uri_mut() = uri;
                }
                request
            });
        let answer = docker
            .list_volumes(None::<ListVolumesOptions>)
            .await
            .map_err(|error| EngineError::new("measure", "volumes", error))?;
        let volumes = answer.volumes.unwrap_or_default().into_iter();
        let sizes = volumes.filter_map(|volume| Some((volume.name, volume.usage_data?.size)));
        Ok(sizes.map(|(name, size)| (name, bytes(size))).collect())
    }
}

/// The version of the API to ask in.
fn version_for_sizes(newest: &str) -> String {
    let (major, minor) = version(newest).unwrap_or(LATEST).min(LATEST);
    format!("{major}.{minor}")
}

/// A size that may be unknown, which is negative.
fn bytes(size: i64) -> u64 {
    u64::try_from(size).unwrap_or_default()
}

fn version(text: &str) -> Option<(u32, u32)> {
    let (major, minor) = text.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_asked_for_in_a_version_that_both_know() {
        for (newest, asked) in [("1.41", "1.41"), ("1.52", "1.44"), ("", "1.44")] {
            assert_eq!(version_for_sizes(newest), asked);
        }
        assert_eq!((bytes(-1), bytes(7)), (0, 7));
    }
}
