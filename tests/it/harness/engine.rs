//! What the engine holds, asked of it directly, so that a mistake of mzhost's own client is not repeated here.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use bollard::Docker;
use bollard::query_parameters::{ListContainersOptions, ListNetworksOptions, ListVolumesOptions};

/// How long the engine may take to forget what was removed.
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(100);

/// What is left of a project. Waits for a moment until it is nothing.
pub(crate) fn leftovers(project: &str) -> Vec<String> {
    with_engine(async |docker| {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = everything(&docker, project).await;
            if left.is_empty() || Instant::now() > deadline {
                return left;
            }
            tokio::time::sleep(PAUSE).await;
        }
    })
}

/// The ids of a project's containers.
pub(crate) fn container_ids(project: &str) -> Vec<String> {
    with_engine(async |docker| containers(&docker, project).await)
}

/// Does work with the engine.
pub(crate) fn with_engine<T>(work: impl AsyncFnOnce(Docker) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let none = |error| -> Docker {
            panic!("these tests need a Docker engine, and none answers: {error}")
        };
        let docker = Docker::connect_with_defaults().unwrap_or_else(none);
        let docker = docker.negotiate_version().await.unwrap_or_else(none);
        work(docker).await
    })
}

async fn everything(docker: &Docker, project: &str) -> Vec<String> {
    let filters = Some(filters(project));
    let networks = docker
        .list_networks(Some(ListNetworksOptions {
            filters: filters.clone(),
        }))
        .await
        .unwrap();
    let volumes = docker
        .list_volumes(Some(ListVolumesOptions { filters }))
        .await
        .unwrap();
    let mut left = containers(docker, project).await;
    left.extend(networks.into_iter().filter_map(|network| network.name));
    left.extend(
        volumes
            .volumes
            .into_iter()
            .flatten()
            .map(|volume| volume.name),
    );
    left
}

async fn containers(docker: &Docker, project: &str) -> Vec<String> {
    let options = ListContainersOptions {
        all: true,
        filters: Some(filters(project)),
        ..ListContainersOptions::default()
    };
    let containers = docker.list_containers(Some(options)).await.unwrap();
    containers
        .into_iter()
        .filter_map(|container| container.id)
        .collect()
}

fn filters(project: &str) -> HashMap<String, Vec<String>> {
    let label = format!("com.docker.compose.project={project}");
    HashMap::from([("label".to_owned(), vec![label])])
}
