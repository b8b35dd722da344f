//! A run of some services, as the command line makes one, with its folder in a temporary place.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use mzhost_core::credentials::Keyring;
use mzhost_core::engine::Engine;
use mzhost_core::event::Events;
use mzhost_core::ids::RunId;
use mzhost_core::owner::Owner;
use mzhost_core::policy::{Ceiling, Grants, Policy, Situation};
use mzhost_core::root::Root;
use mzhost_core::run::{GateMode, Limits, Run, RunSetup, SubnetPool};
use mzhost_core::run_folder::{RunFolder, RunRecord};
use mzhost_core::time_limit::TimeLimit;
use time::OffsetDateTime;

use crate::Outcome;

/// A run and the folder that goes with it.
pub(crate) struct Project {
    /// The run.
    pub(crate) run: Arc<Run>,
    _state: tempfile::TempDir,
}

impl Project {
    /// A run of the services in a Compose document.
    pub(crate) fn new(engine: &Engine, compose: &str) -> Outcome<Self> {
        Self::with_gate(engine, compose, GateMode::Off)
    }

    /// The same with containers that are held, or not.
    pub(crate) fn with_gate(engine: &Engine, compose: &str, gate: GateMode) -> Outcome<Self> {
        let state = tempfile::tempdir()?;
        let id = RunId::random();
        let project = format!("bench-{id}");
        let owner = Owner::current(state.path())?;
        let owner_labels = owner.labels().map(|(key, value)| (key.to_owned(), value));
        let record = RunRecord {
            id: id.clone(),
            project: project.clone(),
            composition: "bench".to_owned(),
            workflow: None,
            owner,
            started: OffsetDateTime::now_utc(),
            ended: None,
            exit: None,
        };
        let parsed = mzhost_compose::parse(compose, &|_| None)?;
        let run = Run::new(RunSetup {
            project,
            document: parsed.document,
            engine: engine.clone(),
            policy: Policy::new(Situation::Folder, Grants::default(), Ceiling::default()),
            keyring: Keyring::default(),
            events: Events::new(id.as_str(), Vec::new()),
            folder: RunFolder::create(state.path(), &record)?,
            root: Root::new(None, BTreeMap::new())?,
            variables: BTreeMap::new(),
            images: mzhost_core::image_map::ImageMap::default(),
            owner_labels: owner_labels.into(),
            working_dir: String::new(),
            subnets: SubnetPool::default(),
            seed: 0,
            clock: TimeLimit::new(Duration::from_mins(5)),
            limits: Limits::default(),
            gate,
            rewrite_results: false,
        })?;
        Ok(Self { run, _state: state })
    }

    /// Brings all services up, waits until they are ready, and takes everything down whatever happened.
    pub(crate) async fn up_then<T>(
        &self,
        then: impl AsyncFnOnce(&Arc<Run>) -> Outcome<T>,
    ) -> Outcome<T> {
        let result = match self.run.up(&[], true, None).await {
            Ok(()) => then(&self.run).await,
            Err(fault) => Err(fault.into()),
        };
        let down = self.run.down(true).await;
        let result = result?;
        down?;
        Ok(result)
    }
}
