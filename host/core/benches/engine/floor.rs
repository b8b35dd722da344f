//! The best schedule of bare calls to the engine for services without dependencies: what `up` and `down`
//! are held against. Speaks through the client library, past everything of mzhost's own.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use bollard::Docker;
use bollard::models::{ContainerCreateBody, HostConfig, NetworkCreateRequest};
use bollard::query_parameters::{
    CreateContainerOptionsBuilder, RemoveContainerOptionsBuilder, StartContainerOptions,
};
use futures_util::future::try_join_all;
use futures_util::stream::{self, TryStreamExt};

use mzhost_core::ids::RunId;

use crate::{IMAGE, Outcome};

/// Removals at once: measured to be the best, or as good as any.
const REMOVALS: usize = 8;

/// What the bare calls took.
pub(crate) struct Floor {
    pub(crate) up: Duration,
    pub(crate) whole: Duration,
}

/// Brings services up and takes them down.
pub(crate) async fn up_and_down(docker: &Docker, services: usize, starts: usize) -> Outcome<Floor> {
    let project = format!("bench-floor-{}", RunId::random());
    let begun = Instant::now();
    let network = docker.create_network(NetworkCreateRequest {
        name: format!("{project}_default"),
        ..NetworkCreateRequest::default()
    });
    let creates = try_join_all(
        (1..=services).map(|number| create(docker, &project, number, &["sleep", "infinity"])),
    );
    let (network, containers) = tokio::try_join!(network, creates)?;
    each(&containers, starts, |id| {
        docker.start_container(id, None::<StartContainerOptions>)
    })
    .await?;
    let up = begun.elapsed();

    let forced = RemoveContainerOptionsBuilder::default()
        .force(true)
        .v(true)
        .build();
    each(&containers, REMOVALS, |id| {
        docker.remove_container(id, Some(forced.clone()))
    })
    .await?;
    docker.remove_network(&network.id).await?;
    let whole = begun.elapsed();
    Ok(Floor { up, whole })
}

/// Creates a container in the project's network.
pub(crate) async fn create(
    docker: &Docker,
    project: &str,
    number: usize,
    command: &[&str],
) -> Result<String, bollard::errors::Error> {
    let name = format!("{project}-s{number}-1");
    let options = CreateContainerOptionsBuilder::default().name(&name).build();
    let body = ContainerCreateBody {
        image: Some(IMAGE.to_owned()),
        cmd: Some(command.iter().map(|&word| word.to_owned()).collect()),
        labels: Some(HashMap::from([(
            "com.docker.compose.project".to_owned(),
            project.to_owned(),
        )])),
        host_config: Some(HostConfig {
            network_mode: Some(format!("{project}_default")),
            ..HostConfig::default()
        }),
        ..ContainerCreateBody::default()
    };
    Ok(docker.create_container(Some(options), body).await?.id)
}

/// Makes a call for each container, so many at once.
async fn each<'a, F>(
    containers: &'a [String],
    at_once: usize,
    call: impl Fn(&'a str) -> F,
) -> Result<(), bollard::errors::Error>
where
    F: Future<Output = Result<(), bollard::errors::Error>>,
{
    let calls = containers.iter().map(|id| Ok(call(id)));
    stream::iter(calls)
        .try_for_each_concurrent(at_once, |call| call)
        .await
}
