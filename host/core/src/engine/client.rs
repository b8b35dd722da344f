//! The connection to one engine, and what it tells of itself.

use std::sync::Arc;

use bollard::Docker;

use super::{Endpoint, EngineError};

/// A connection to an engine; cheap to clone. One per run.
#[derive(Clone)]
pub struct Engine {
    pub(super) docker: Docker,
    endpoint: Arc<Endpoint>,
    facts: Arc<EngineFacts>,
}

/// What the engine tells of itself, read once.
#[derive(Debug, Clone, Default)]
pub struct EngineFacts {
    /// Version of the engine.
    pub version: String,
    /// Highest version of the API that it speaks.
    pub api_version: String,
    /// Architecture of its machine, such as `x86_64`.
    pub architecture: String,
    /// Processor cores.
    pub cpus: usize,
    /// Bytes of memory.
    pub memory: u64,
    /// Operating system, such as `Debian GNU/Linux 12`.
    pub operating_system: String,
    /// Warnings about its set-up.
    pub warnings: Vec<String>,
}

impl Engine {
    /// Connects, and asks who is there.
    pub async fn connect(endpoint: Endpoint) -> Result<Self, EngineError> {
        let docker = endpoint.client()?;
        let unreachable = |error: bollard::errors::Error| EngineError::Unreachable {
            endpoint: format!("{} ({})", endpoint.address, endpoint.origin),
            reason: crate::fault::chain(&error),
        };
        let (version, info) =
            tokio::try_join!(docker.version(), docker.info()).map_err(unreachable)?;
        let facts = EngineFacts {
            version: version.version.unwrap_or_default(),
            api_version: version.api_version.unwrap_or_default(),
            architecture: info.architecture.unwrap_or_default(),
            cpus: info
                .ncpu
                .and_then(|cpus| usize::try_from(cpus).ok())
                .unwrap_or(1)
                .max(1),
            memory: info
                .mem_total
                .and_then(|bytes| u64::try_from(bytes).ok())
                .unwrap_or_default(),
            operating_system: info.operating_system.unwrap_or_default(),
            warnings: info.warnings.unwrap_or_default(),
        };
        Ok(Self {
            docker,
            endpoint: Arc::new(endpoint),
            facts: Arc::new(facts),
        })
    }

    /// Where the engine is.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// What it told of itself.
    pub fn facts(&self) -> &EngineFacts {
        &self.facts
    }
}
