//! The engine on which docker-compose and mzhost make a case, one after the other.

use std::collections::BTreeSet;
use std::env;

use mzhost_core::code::Code;
use mzhost_core::engine::{Endpoint, Engine};
use mzhost_core::policy::Grants;
use mzhost_core::run::cleanup;

use crate::case::Case;
use crate::compare::compare;
use crate::inspect::{Inspector, Objects};
use crate::table::Compared;
use crate::{Outcome, docker_compose, keys, ours};

/// The engine, and a folder for the runs' state.
pub(crate) struct Stage {
    engine: Engine,
    inspector: Inspector,
    state: tempfile::TempDir,
}

impl Stage {
    /// Connects, or says in one sentence that there is no engine.
    pub(crate) async fn new() -> Outcome<Self> {
        let endpoint = Endpoint::from_environment(|name| env::var(name).ok())?;
        let inspector = Inspector::new(&endpoint.address)?;
        let engine = Engine::connect(endpoint).await;
        Ok(Self {
            engine: engine.map_err(|error| format!("this test needs a Docker engine: {error}"))?,
            inspector,
            state: tempfile::tempdir()?,
        })
    }

    /// Makes a case with both, one after the other, and compares.
    pub(crate) async fn compare(&self, project: &str, case: &Case) -> Outcome<Compared> {
        if case.older && docker_compose::complaint(case).await?.is_none() {
            return Err("docker-compose takes the file itself, so the older one can go".into());
        }
        docker_compose::up(project, case).await?;
        let compose = self.inspector.project(project).await?;
        self.remove(project).await?;
        let mzhost = self.ours(project, case).await?;
        Ok(Compared {
            case: case.clone(),
            used: keys::used(case)?,
            found: compare(&compose, &mzhost),
            objects: compose.into_keys().chain(mzhost.into_keys()).collect(),
        })
    }

    /// Makes the case with mzhost; docker-compose must take what `mzhost config` prints, and show the containers.
    async fn ours(&self, project: &str, case: &Case) -> Outcome<Objects> {
        let document = ours::document(case)?;
        let rendered = mzhost_compose::render(&document);
        let grants = if case.granted {
            ours::grants()?
        } else {
            ours::way_out()?
        };
        let run = ours::run(project, document, &self.engine, grants, self.state.path())?;
        let made = if case.started {
            run.up(&[], false, None).await
        } else {
            run.create(&[]).await
        };
        made.map_err(|fault| fault.message)?;
        let objects = self.inspector.project(project).await?;
        if !case.older {
            let shown: BTreeSet<String> = docker_compose::ps(project, &rendered)
                .await?
                .into_iter()
                .collect();
            let there: BTreeSet<String> = self
                .inspector
                .containers(project)
                .await?
                .into_iter()
                .collect();
            if shown != there {
                return Err(
                    format!("docker-compose ps shows {shown:?}, and there are {there:?}").into(),
                );
            }
        }
        Ok(objects)
    }

    /// How many services were refused without grants, each with the flag that its label `needs` tells.
    pub(crate) async fn refusals(&self, project: &str, case: &Case) -> Outcome<usize> {
        let document = ours::document(case)?;
        let run = ours::run(
            project,
            document.clone(),
            &self.engine,
            Grants::default(),
            self.state.path(),
        )?;
        let mut refused = 0;
        for (name, service) in &document.services {
            let Some(flag) = service.labels.get("needs") else {
                continue;
            };
            match run.create(std::slice::from_ref(name)).await {
                Err(fault) if fault.is(Code::PolicyDenied) && fault.get("flag") == Some(flag) => {
                    refused += 1;
                }
                Err(fault) => return Err(format!("{name}: wanted {flag}, got {fault:?}").into()),
                Ok(()) => return Err(format!("{name} was made without {flag}").into()),
            }
        }
        Ok(refused)
    }

    /// Removes all of a project.
    async fn remove(&self, project: &str) -> Outcome<()> {
        let label = format!("com.docker.compose.project={project}");
        let removed = cleanup::remove(&self.engine, &[label], true)
            .await
            .map_err(|fault| fault.message)?;
        match removed.problems.first() {
            None => Ok(()),
            Some(problem) => Err(problem.clone().into()),
        }
    }

    /// Removes all of a project, and the tags of images that it built.
    pub(crate) async fn clean(&self, project: &str, case: &Case) -> Outcome<()> {
        let document = ours::document(case)?;
        let mut tags = Vec::new();
        for (name, service) in document
            .services
            .iter()
            .filter(|(_, service)| service.build.is_some())
        {
            let tag = service
                .image
                .clone()
                .unwrap_or_else(|| format!("{project}_{name}:latest"));
            let others = self.inspector.tags(&tag).await?;
            tags.extend(
                others
                    .into_iter()
                    .filter(|other| *other == tag || other.starts_with("mzhost/build:")),
            );
        }
        self.remove(project).await?;
        self.inspector.remove_tags(&tags).await
    }
}
