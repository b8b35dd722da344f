//! Containers: create, start, stop, look, copy, follow.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use bollard::container::LogOutput;
use bollard::query_parameters::{
    CreateContainerOptionsBuilder, DownloadFromContainerOptionsBuilder, InspectContainerOptions,
    KillContainerOptionsBuilder, ListContainersOptionsBuilder, LogsOptionsBuilder,
    RemoveContainerOptionsBuilder, StartContainerOptions, StopContainerOptionsBuilder,
    UploadToContainerOptionsBuilder,
};
use bytes::Bytes;
use futures_util::{Stream, StreamExt};

use super::ids::{ContainerId, ImageId, NetworkId};
use super::request::{CreateContainer, JoinNetwork};
use super::{Engine, EngineError};
use crate::policy::Approved;

/// Which stream a piece of output came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogStream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// A piece of output: bytes, neither whole lines nor whole characters.
#[derive(Debug, Clone)]
pub struct LogChunk {
    /// Where it came from.
    pub stream: LogStream,
    /// The bytes.
    pub bytes: Bytes,
}

impl From<LogOutput> for LogChunk {
    fn from(output: LogOutput) -> Self {
        match output {
            LogOutput::StdErr { message } => Self {
                stream: LogStream::Stderr,
                bytes: message,
            },
            LogOutput::StdOut { message }
            | LogOutput::StdIn { message }
            | LogOutput::Console { message } => Self {
                stream: LogStream::Stdout,
                bytes: message,
            },
        }
    }
}

/// A container in a list.
#[derive(Debug, Clone, Default)]
pub struct ContainerSummary {
    /// Id.
    pub id: ContainerId,
    /// Name.
    pub name: String,
    /// Image as the engine shows it.
    pub image: String,
    /// Labels.
    pub labels: BTreeMap<String, String>,
    /// State word.
    pub state: String,
    /// Sentence such as `Up 3 seconds`.
    pub status: String,
    /// Published TCP and UDP ports: container port with protocol, host address, host port.
    pub ports: Vec<(String, String, u16)>,
}

/// The state of a container.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunState {
    /// The engine's word: `created`, `running`, `paused`, `restarting`, `exited`, `dead`.
    pub status: String,
    /// Whether a process runs (also when paused).
    pub running: bool,
    /// Exit code of the last run.
    pub exit_code: i32,
    /// Whether the kernel killed it for memory.
    pub oom_killed: bool,
    /// Why it could not start.
    pub error: String,
    /// When it started last, as the engine writes it.
    pub started_at: String,
    /// When it ended last.
    pub finished_at: String,
}

/// What mzhost reads of a container.
#[derive(Debug, Clone, Default)]
pub struct ContainerDetails {
    /// Id.
    pub id: ContainerId,
    /// The image's id.
    pub image: ImageId,
    /// State.
    pub state: RunState,
    /// How often the engine restarted it.
    pub restarts: u32,
    /// Its addresses in its networks.
    pub addresses: Vec<String>,
    /// Whether it uses the machine's own network.
    pub host_network: bool,
    /// The container whose network it shares.
    pub shares_network_of: Option<String>,
    /// Published ports: container port with protocol, host address, host port.
    pub published: Vec<(String, String, u16)>,
    /// Labels.
    pub labels: BTreeMap<String, String>,
    /// The whole answer.
    pub json: serde_json::Value,
}

impl Engine {
    /// Creates a container in the first of its networks; [`Self::join_network`] adds the others.
    pub async fn create_container(
        &self,
        request: Approved<CreateContainer>,
    ) -> Result<ContainerId, EngineError> {
        let request = request.into_inner();
        let name = request.name.to_string();
        let mut options = CreateContainerOptionsBuilder::default().name(&name);
        if let Some(platform) = &request.platform {
            options = options.platform(platform);
        }
        // Boxed: the client library's request is large.
        let creating = self
            .docker
            .create_container(Some(options.build()), request.into());
        let created = Box::pin(creating)
            .await
            .map_err(|error| EngineError::new("create container", &name, error))?;
        Ok(ContainerId::from_engine(Some(created.id)))
    }

    /// Starts a container.
    pub async fn start_container(&self, id: &ContainerId) -> Result<(), EngineError> {
        self.docker
            .start_container(id.as_str(), None::<StartContainerOptions>)
            .await
            .map_err(|error| EngineError::new("start container", id.short(), error))
    }

    /// Sends the stop signal, and SIGKILL after the grace period.
    pub async fn stop_container(
        &self,
        id: &ContainerId,
        grace: Duration,
    ) -> Result<(), EngineError> {
        let seconds = grace.as_secs() + u64::from(grace.subsec_nanos() > 0);
        let options = StopContainerOptionsBuilder::default()
            .t(i32::try_from(seconds).unwrap_or(i32::MAX))
            .build();
        // The client's own limit covers the whole wait, so it must be longer than the grace period.
        self.docker
            .clone()
            .with_timeout(grace + Duration::from_mins(1))
            .stop_container(id.as_str(), Some(options))
            .await
            .map_err(|error| EngineError::new("stop container", id.short(), error))
    }

    /// Sends a signal.
    pub async fn kill_container(&self, id: &ContainerId, signal: &str) -> Result<(), EngineError> {
        let options = KillContainerOptionsBuilder::default()
            .signal(signal)
            .build();
        self.docker
            .kill_container(id.as_str(), Some(options))
            .await
            .map_err(|error| EngineError::new("kill container", id.short(), error))
    }

    /// Freezes a container.
    pub async fn pause_container(&self, id: &ContainerId) -> Result<(), EngineError> {
        self.docker
            .pause_container(id.as_str())
            .await
            .map_err(|error| EngineError::new("pause container", id.short(), error))
    }

    /// Lets a frozen container go on.
    pub async fn unpause_container(&self, id: &ContainerId) -> Result<(), EngineError> {
        self.docker
            .unpause_container(id.as_str())
            .await
            .map_err(|error| EngineError::new("unpause container", id.short(), error))
    }

    /// Removes a container by force, with its anonymous volumes. One that is gone or going counts as removed.
    pub async fn remove_container(&self, id: &ContainerId) -> Result<(), EngineError> {
        let options = RemoveContainerOptionsBuilder::default()
            .force(true)
            .v(true)
            .build();
        match self
            .docker
            .remove_container(id.as_str(), Some(options))
            .await
        {
            Ok(()) => Ok(()),
            Err(error) => {
                let error = EngineError::new("remove container", id.short(), error);
                match error.status() {
                    Some(404) => Ok(()),
                    Some(409) if error.says("already in progress") => Ok(()),
                    _ => Err(error),
                }
            }
        }
    }

    /// All containers, stopped ones too, that have all these labels (`KEY` or `KEY=VALUE`).
    pub async fn list_containers(
        &self,
        labels: &[String],
    ) -> Result<Vec<ContainerSummary>, EngineError> {
        let list = self.containers_with(labels, false).await?;
        Ok(list
            .into_iter()
            .map(|container| ContainerSummary {
                id: ContainerId::from_engine(container.id),
                name: name_of(container.names),
                image: container.image.unwrap_or_default(),
                labels: container.labels.unwrap_or_default().into_iter().collect(),
                state: container
                    .state
                    .map(|state| state.to_string())
                    .unwrap_or_default(),
                status: container.status.unwrap_or_default(),
                ports: container
                    .ports
                    .unwrap_or_default()
                    .into_iter()
                    .filter_map(|port| {
                        let protocol = port
                            .typ
                            .map_or_else(|| "tcp".to_owned(), |protocol| protocol.to_string());
                        Some((
                            format!("{}/{protocol}", port.private_port),
                            port.ip.unwrap_or_default(),
                            port.public_port?,
                        ))
                    })
                    .collect(),
            })
            .collect())
    }

    /// The engine's own list, with what each container wrote if `size` says so: that costs it a walk through the files.
    pub(super) async fn containers_with(
        &self,
        labels: &[String],
        size: bool,
    ) -> Result<Vec<bollard::models::ContainerSummary>, EngineError> {
        let filters = HashMap::from([("label".to_owned(), labels.to_vec())]);
        let options = ListContainersOptionsBuilder::default()
            .all(true)
            .size(size)
            .filters(&filters)
            .build();
        self.docker
            .list_containers(Some(options))
            .await
            .map_err(|error| EngineError::new("list containers", &labels.join(" "), error))
    }

    /// All about a container.
    pub async fn inspect_container(
        &self,
        id: &ContainerId,
    ) -> Result<ContainerDetails, EngineError> {
        let answer = self
            .docker
            .inspect_container(id.as_str(), None::<InspectContainerOptions>)
            .await
            .map_err(|error| EngineError::new("inspect container", id.short(), error))?;
        Ok(details(answer))
    }

    /// Unpacks a tar archive into a container, at `/`.
    pub async fn upload(&self, id: &ContainerId, archive: Vec<u8>) -> Result<(), EngineError> {
        let options = UploadToContainerOptionsBuilder::default().path("/").build();
        self.docker
            .upload_to_container(
                id.as_str(),
                Some(options),
                bollard::body_full(Bytes::from(archive)),
            )
            .await
            .map_err(|error| EngineError::new("copy files into container", id.short(), error))
    }

    /// A path of a container as a tar archive, piece by piece.
    pub fn download(
        &self,
        id: &ContainerId,
        path: &str,
    ) -> impl Stream<Item = Result<Bytes, EngineError>> + use<> {
        let options = DownloadFromContainerOptionsBuilder::default()
            .path(path)
            .build();
        let subject = format!("{path} of {}", id.short());
        self.docker
            .download_from_container(id.as_str(), Some(options))
            .map(move |item| item.map_err(|error| EngineError::new("copy", &subject, error)))
    }

    /// The log: what there is since a moment (seconds, may be 0), then what comes if it is followed.
    /// With `timestamps`, each line begins with its time.
    pub fn logs(
        &self,
        id: &ContainerId,
        follow: bool,
        timestamps: bool,
        since: i32,
        tail: Option<u32>,
    ) -> impl Stream<Item = Result<LogChunk, EngineError>> + use<> {
        let tail = tail.map_or_else(|| "all".to_owned(), |lines| lines.to_string());
        let options = LogsOptionsBuilder::default()
            .stdout(true)
            .stderr(true)
            .follow(follow)
            .timestamps(timestamps)
            .since(since)
            .tail(&tail)
            .build();
        let subject = id.short().to_owned();
        self.docker
            .logs(id.as_str(), Some(options))
            .map(move |item| {
                item.map(LogChunk::from)
                    .map_err(|error| EngineError::new("read the log of", &subject, error))
            })
    }

    /// Joins a further network.
    pub async fn join_network(&self, request: Approved<JoinNetwork>) -> Result<(), EngineError> {
        let request = request.into_inner();
        let name = request.network.to_string();
        self.docker
            .connect_network(&name, request.into())
            .await
            .map_err(|error| EngineError::new("join network", &name, error))
    }

    /// Removes a network by the id that the engine returned. One that is gone counts as removed.
    pub async fn remove_network(&self, id: &NetworkId) -> Result<(), EngineError> {
        match self.docker.remove_network(id.as_str()).await {
            Ok(()) => Ok(()),
            Err(error) => {
                let error = EngineError::new("remove network", id.short(), error);
                if error.is_missing() {
                    Ok(())
                } else {
                    Err(error)
                }
            }
        }
    }
}

/// The name in a list of names, each of which begins with a slash.
pub(super) fn name_of(names: Option<Vec<String>>) -> String {
    let first = names.unwrap_or_default().into_iter().next();
    first.map_or_else(String::new, |name| name.trim_start_matches('/').to_owned())
}

fn details(answer: bollard::models::ContainerInspectResponse) -> ContainerDetails {
    let json = serde_json::to_value(&answer).unwrap_or_default();
    let state = answer.state.unwrap_or_default();
    let settings = answer.network_settings.unwrap_or_default();
    let mode = answer
        .host_config
        .and_then(|config| config.network_mode)
        .unwrap_or_default();
    let published = settings
        .ports
        .unwrap_or_default()
        .into_iter()
        .flat_map(|(port, bindings)| {
            bindings
                .unwrap_or_default()
                .into_iter()
                .filter_map(move |binding| {
                    Some((
                        port.clone(),
                        binding.host_ip.unwrap_or_default(),
                        binding.host_port?.parse().ok()?,
                    ))
                })
        })
        .collect();
    ContainerDetails {
        id: ContainerId::from_engine(answer.id),
        image: ImageId::from_engine(answer.image),
        state: RunState {
            status: state
                .status
                .map(|status| status.to_string())
                .unwrap_or_default(),
            running: state.running.unwrap_or_default(),
            exit_code: state
                .exit_code
                .and_then(|code| i32::try_from(code).ok())
                .unwrap_or_default(),
            oom_killed: state.oom_killed.unwrap_or_default(),
            error: state.error.unwrap_or_default(),
            started_at: state.started_at.unwrap_or_default(),
            finished_at: state.finished_at.unwrap_or_default(),
        },
        restarts: answer
            .restart_count
            .and_then(|count| u32::try_from(count).ok())
            .unwrap_or_default(),
        addresses: settings
            .networks
            .unwrap_or_default()
            .into_values()
            .filter_map(|network| network.ip_address)
            .filter(|address| !address.is_empty())
            .collect(),
        host_network: mode == "host",
        shares_network_of: mode.strip_prefix("container:").map(str::to_owned),
        published,
        labels: answer
            .config
            .and_then(|config| config.labels)
            .unwrap_or_default()
            .into_iter()
            .collect(),
        json,
    }
}
