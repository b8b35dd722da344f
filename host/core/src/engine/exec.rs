//! Commands in containers: exec, and attaching to a container's own process.

use std::pin::Pin;

use bollard::exec::{StartExecOptions, StartExecResults};
use bollard::query_parameters::AttachContainerOptionsBuilder;
use futures_util::{Stream, StreamExt};
use tokio::io::AsyncWrite;

use super::ids::{ContainerId, ExecId};
use super::request::CreateExec;
use super::{Engine, EngineError, LogChunk};
use crate::policy::Approved;

/// A running command's streams.
pub struct Attached {
    /// What it prints.
    pub output: Pin<Box<dyn Stream<Item = Result<LogChunk, EngineError>> + Send>>,
    /// Its standard input.
    pub input: Pin<Box<dyn AsyncWrite + Send>>,
}

/// How an exec ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExecExit {
    /// It runs.
    Running,
    /// With this code.
    Exited(i32),
    /// The engine does not know, for example because the container died.
    Unknown,
}

impl Engine {
    /// Prepares a command in a running container.
    pub async fn create_exec(
        &self,
        id: &ContainerId,
        request: Approved<CreateExec>,
    ) -> Result<ExecId, EngineError> {
        let created = self
            .docker
            .create_exec(
                id.as_str(),
                bollard::models::ExecConfig::from(request.into_inner()),
            )
            .await
            .map_err(|error| EngineError::new("prepare a command in", id.short(), error))?;
        Ok(ExecId::from_engine(Some(created.id)))
    }

    /// Starts a prepared command.
    pub async fn start_exec(&self, exec: &ExecId) -> Result<Attached, EngineError> {
        let options = StartExecOptions {
            detach: false,
            tty: false,
            output_capacity: Some(64 * 1024),
        };
        let started = self
            .docker
            .start_exec(exec.as_str(), Some(options))
            .await
            .map_err(|error| EngineError::new("start command", exec.short(), error))?;
        match started {
            StartExecResults::Attached { output, input } => {
                let subject = exec.short().to_owned();
                Ok(Attached {
                    output: Box::pin(output.map(move |item| {
                        item.map(LogChunk::from)
                            .map_err(|error| EngineError::new("read output of", &subject, error))
                    })),
                    input,
                })
            }
            StartExecResults::Detached => Err(EngineError::Broken {
                operation: "start command",
                subject: exec.short().to_owned(),
                reason: "the engine detached from it".to_owned(),
            }),
        }
    }

    /// How a command stands. Only after its output has ended does it say `Exited`.
    pub async fn inspect_exec(&self, exec: &ExecId) -> Result<ExecExit, EngineError> {
        let answer = self
            .docker
            .inspect_exec(exec.as_str())
            .await
            .map_err(|error| EngineError::new("inspect command", exec.short(), error))?;
        Ok(match (answer.running, answer.exit_code) {
            (_, Some(code)) => ExecExit::Exited(i32::try_from(code).unwrap_or(-1)),
            (Some(true), None) => ExecExit::Running,
            _ => ExecExit::Unknown,
        })
    }

    /// Attaches to a container's own process before it starts.
    pub async fn attach(&self, id: &ContainerId, stdin: bool) -> Result<Attached, EngineError> {
        let options = AttachContainerOptionsBuilder::default()
            .stdin(stdin)
            .stdout(true)
            .stderr(true)
            .stream(true)
            // What a container writes before the engine looks at its log would come twice.
            .logs(false)
            .build();
        let attached = self
            .docker
            .attach_container(id.as_str(), Some(options))
            .await
            .map_err(|error| EngineError::new("attach to", id.short(), error))?;
        let subject = id.short().to_owned();
        Ok(Attached {
            output: Box::pin(attached.output.map(move |item| {
                item.map(LogChunk::from)
                    .map_err(|error| EngineError::new("read output of", &subject, error))
            })),
            input: attached.input,
        })
    }
}
