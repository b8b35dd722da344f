//! The engine, a root folder and a project for one test; whatever the test made is removed at its end.

use std::collections::{BTreeSet, HashMap};
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{env, fs, process};

use bollard::query_parameters::{ListContainersOptionsBuilder, RemoveImageOptionsBuilder};
use bollard::{API_DEFAULT_VERSION, Docker};
use futures_util::FutureExt;
use mzhost_core::engine::{Endpoint, Engine};
use mzhost_core::run::cleanup;
use tempfile::TempDir;

use crate::Outcome;

/// A test that takes longer hangs.
const LIMIT: Duration = Duration::from_secs(50);

/// What a test works with.
pub(crate) struct Stage {
    pub(crate) engine: Engine,
    /// The engine without our checks, for what a test needs besides the run.
    pub(crate) docker: Docker,
    /// Prefix of the names of all projects of this test.
    pub(crate) project: String,
    pub(crate) root: TempDir,
    pub(crate) state: TempDir,
    /// Projects that were begun.
    pub(crate) projects: Mutex<BTreeSet<String>>,
    /// Ids of images that were built.
    pub(crate) images: Arc<Mutex<BTreeSet<String>>>,
}

/// Runs a test on a stage of its own, and cleans up whatever happens.
pub(crate) async fn on_stage(name: &str, test: impl AsyncFnOnce(&Stage) -> Outcome<()>) {
    let stage = Stage::new(name)
        .await
        .unwrap_or_else(|problem| panic!("{problem}"));
    let work = tokio::time::timeout(LIMIT, test(&stage));
    let outcome = AssertUnwindSafe(work).catch_unwind().await;
    let cleaned = stage.clean().await;
    match outcome {
        Err(panic) => std::panic::resume_unwind(panic),
        Ok(Err(_)) => panic!("{name}: the test took longer than {LIMIT:?}"),
        Ok(Ok(Err(problem))) => panic!("{name}: {problem:#?}"),
        Ok(Ok(Ok(()))) => cleaned.unwrap_or_else(|problem| panic!("{name}: {problem}")),
    }
}

impl Stage {
    async fn new(name: &str) -> Outcome<Self> {
        let endpoint = Endpoint::from_environment(|name| env::var(name).ok())?;
        let socket = endpoint.address.clone();
        if !endpoint.is_local() {
            return Err(format!(
                "this test needs an engine on a unix socket, and DOCKER_HOST says {socket}"
            )
            .into());
        }
        let engine = Engine::connect(endpoint)
            .await
            .map_err(|error| format!("this test needs a Docker engine: {error}"))?;
        Ok(Self {
            engine,
            docker: Docker::connect_with_unix(&socket, 30, API_DEFAULT_VERSION)?,
            project: format!("eng-{}-{name}", process::id()),
            root: tempfile::tempdir()?,
            state: tempfile::tempdir()?,
            projects: Mutex::default(),
            images: Arc::default(),
        })
    }

    /// Writes a file below the root.
    pub(crate) fn write(&self, path: &str, content: &str) -> Outcome<()> {
        let path = self.root.path().join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        Ok(fs::write(path, content)?)
    }

    /// The path of the root.
    pub(crate) fn root(&self) -> &Path {
        self.root.path()
    }

    /// Names of the project's containers, networks and volumes.
    pub(crate) async fn left(&self, project: &str) -> Outcome<Vec<String>> {
        let label = [format!("com.docker.compose.project={project}")];
        let containers = self.engine.list_containers(&label).await?;
        let networks = self.engine.list_networks(&label).await?;
        let volumes = self.engine.list_volumes(&label).await?;
        let containers = containers.into_iter().map(|container| container.name);
        let networks = networks.into_iter().map(|network| network.name);
        let volumes = volumes.into_iter().map(|volume| volume.name.to_string());
        Ok(containers.chain(networks).chain(volumes).collect())
    }

    /// Names of all containers whose name holds a text, whatever their labels.
    pub(crate) async fn containers_named(&self, part: &str) -> Outcome<Vec<String>> {
        let filters = HashMap::from([("name".to_owned(), vec![part.to_owned()])]);
        let options = ListContainersOptionsBuilder::default()
            .all(true)
            .filters(&filters)
            .build();
        let found = self.docker.list_containers(Some(options)).await?;
        Ok(found
            .into_iter()
            .filter_map(|container| container.names)
            .flatten()
            .collect())
    }

    async fn clean(&self) -> Outcome<()> {
        let projects = self.projects.lock().unwrap().clone();
        let mut problems = Vec::new();
        for project in projects {
            let label = format!("com.docker.compose.project={project}");
            match cleanup::remove(&self.engine, &[label], true).await {
                Ok(removed) => problems.extend(removed.problems),
                Err(fault) => problems.push(fault.message),
            }
        }
        let images = self.images.lock().unwrap().clone();
        for image in images {
            let force = RemoveImageOptionsBuilder::default().force(true).build();
            if let Err(error) = self.docker.remove_image(&image, Some(force), None).await {
                problems.push(format!("image {image}: {error}"));
            }
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(problems.join("\n").into())
        }
    }
}
