//! What opens a gate: a byte into a container's standard input, and the size of a file of it.

use bollard::query_parameters::{
    AttachContainerOptionsBuilder, ContainerArchiveInfoOptionsBuilder,
};
use tokio::io::AsyncWriteExt;

use super::ids::ContainerId;
use super::{Engine, EngineError};

impl Engine {
    /// Writes a byte to the standard input of a container's process and closes it. It waits there until the process
    /// reads, so the process may not have come that far yet.
    pub async fn send_byte(&self, id: &ContainerId, byte: u8) -> Result<(), EngineError> {
        let options = AttachContainerOptionsBuilder::default()
            .stdin(true)
            .stream(true)
            .build();
        let mut attached = self
            .docker
            .attach_container(id.as_str(), Some(options))
            .await
            .map_err(|error| EngineError::new("attach to", id.short(), error))?;
        let written = async {
            attached.input.write_all(&[byte]).await?;
            attached.input.shutdown().await
        };
        written.await.map_err(|error| EngineError::Broken {
            operation: "write to",
            subject: id.short().to_owned(),
            reason: error.to_string(),
        })
    }

    /// The size in bytes of a file of a container, running or not.
    pub async fn file_size(&self, id: &ContainerId, path: &str) -> Result<u64, EngineError> {
        let options = ContainerArchiveInfoOptionsBuilder::default()
            .path(path)
            .build();
        let found = self
            .docker
            .get_container_archive_info(id.as_str(), Some(options))
            .await
            .map_err(|error| EngineError::new("look into", id.short(), error))?;
        Ok(u64::try_from(found.size).unwrap_or_default())
    }
}
