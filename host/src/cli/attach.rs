//! Projects that another process brought up, found by their labels.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use mzhost_compose::model::{Document, Service};
use mzhost_core::code::Code;
use mzhost_core::credentials::Keyring;
use mzhost_core::engine::{ContainerSummary, Engine};
use mzhost_core::event::Events;
use mzhost_core::fault::{Fault, chain};
use mzhost_core::ids::RunId;
use mzhost_core::image_map::ImageMap;
use mzhost_core::owner::Owner;
use mzhost_core::policy::Policy;
use mzhost_core::root::Root;
use mzhost_core::run::names::{ONEOFF, PROJECT, SERVICE, project_name};
use mzhost_core::run::{GateMode, Limits, Run, RunSetup, SubnetPool};
use mzhost_core::run_folder::{RunFolder, RunRecord};
use mzhost_core::time_limit::TimeLimit;
use tempfile::TempDir;

use super::args::{By, Global, Selecting};
use crate::project::locate;
use crate::runner::connect;

/// The name of the project that the flags select.
pub(super) fn project(global: &Global, dir: &std::path::Path, by: &By) -> Result<String, Fault> {
    if let Some(name) = &by.project_name {
        return Ok(project_name(name));
    }
    if let Some(run) = &by.run {
        let record = RunFolder::open(&global.state_dir()?, run)
            .and_then(|folder| folder.record())
            .map_err(|error| Fault::new(Code::Usage, format!("--run {run}: {}", chain(&error))))?;
        return Ok(record.project);
    }
    Ok(locate(dir)?.name)
}

/// The containers of a project: at least one.
pub(super) async fn containers(
    engine: &Engine,
    project: &str,
) -> Result<Vec<ContainerSummary>, Fault> {
    let labels = [format!("{PROJECT}={project}"), format!("{ONEOFF}=False")];
    let mut found = engine.list_containers(&labels).await?;
    found.sort_by(|a, b| a.name.cmp(&b.name));
    if found.is_empty() {
        return Err(Fault::new(
            Code::ServiceAbsent,
            format!(
                "project {project:?} has no containers; bring it up with `mzhost up`, or select another with --run or --project-name"
            ),
        ));
    }
    Ok(found)
}

/// A project that runs, ready for calls. Its temporary folder goes with it.
pub(super) struct Attached {
    /// The project's containers as a run.
    pub(super) run: Arc<Run>,
    _folder: TempDir,
}

/// Attaches to a project.
pub(super) async fn attach(global: &Global, selecting: &Selecting) -> Result<Attached, Fault> {
    let project = project(global, &selecting.dir, &selecting.by)?;
    let engine = connect().await?;
    let services: BTreeMap<String, Service> = containers(&engine, &project)
        .await?
        .into_iter()
        .filter_map(|container| container.labels.get(SERVICE).cloned())
        .map(|name| {
            let service = Service {
                name: name.clone(),
                ..Service::default()
            };
            (name, service)
        })
        .collect();
    let io = |error: &dyn std::error::Error| Fault::new(Code::Io, chain(error));
    let state_dir = tempfile::tempdir().map_err(|error| io(&error))?;
    let owner = Owner::current(&global.state_dir()?).map_err(|error| io(&error))?;
    let record = RunRecord::begin(RunId::random(), project.clone(), String::new(), None, owner);
    let folder = RunFolder::create(state_dir.path(), &record).map_err(|error| io(&error))?;
    let run = Run::new(RunSetup {
        project,
        document: Document {
            services,
            ..Document::default()
        },
        engine,
        policy: Policy::default(),
        keyring: Keyring::default(),
        events: Events::new("", Vec::new()),
        folder,
        root: Root::new(None, BTreeMap::new())?,
        variables: BTreeMap::new(),
        images: ImageMap::default(),
        owner_labels: BTreeMap::new(),
        working_dir: String::new(),
        subnets: SubnetPool::default(),
        seed: 0,
        clock: TimeLimit::new(Duration::from_hours(24)),
        limits: Limits::default(),
        gate: GateMode::Off,
        rewrite_results: false,
    })?;
    let attached = Attached {
        run,
        _folder: state_dir,
    };
    attached.run.adopt().await?;
    Ok(attached)
}
