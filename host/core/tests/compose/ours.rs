//! mzhost's side of a case: a run of the library, with all grants, or a way out alone.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use mzhost_compose::model::Document;
use mzhost_core::credentials::Keyring;
use mzhost_core::engine::Engine;
use mzhost_core::event::Events;
use mzhost_core::ids::RunId;
use mzhost_core::owner::Owner;
use mzhost_core::policy::{Capability, Ceiling, EVERYTHING, Grants, Policy, Situation};
use mzhost_core::root::Root;
use mzhost_core::run::{GateMode, Limits, Run, RunSetup, SubnetPool};
use mzhost_core::run_folder::{RunFolder, RunRecord};
use mzhost_core::time_limit::TimeLimit;

use crate::case::{Case, folder};
use crate::{Outcome, VARIABLE};

/// The document of a case, with one variable granted.
pub(crate) fn document(case: &Case) -> Outcome<Document> {
    let variable = |name: &str| (name == VARIABLE.0).then(|| VARIABLE.1.to_owned());
    let parsed = mzhost_compose::parse(&case.text, &variable);
    Ok(parsed
        .map_err(|errors| format!("{}: {errors}", case.name))?
        .document)
}

/// What docker-compose gives every container: networks with a way out, and published ports.
pub(crate) fn way_out() -> Outcome<Grants> {
    let mut grants = Grants::default();
    grants
        .grant(Capability::Net, EVERYTHING)
        .map_err(|fault| fault.message)?;
    Ok(grants)
}

/// Every grant that the cases need.
pub(crate) fn grants() -> Outcome<Grants> {
    let own = format!("{}:rw", std::fs::canonicalize(folder())?.display());
    let mut grants = way_out()?;
    for (capability, value) in [
        (Capability::Variable, VARIABLE.0),
        (Capability::Bind, &own),
        (Capability::Bind, "/usr/share/doc:rw"),
        (Capability::LinuxCapability, "ALL"),
        (Capability::SecurityOption, "seccomp:unconfined"),
        (Capability::Sysctl, "net.core.somaxconn"),
        (Capability::Sysctl, "net.ipv4.tcp_syncookies"),
        (Capability::HostNetwork, EVERYTHING),
        (Capability::PublicPort, EVERYTHING),
        (Capability::HostGateway, EVERYTHING),
    ] {
        grants
            .grant(capability, value)
            .map_err(|fault| fault.message)?;
    }
    Ok(grants)
}

/// A run that has made nothing yet; its folder is in `state`.
pub(crate) fn run(
    project: &str,
    document: Document,
    engine: &Engine,
    grants: Grants,
    state: &Path,
) -> Outcome<Arc<Run>> {
    let id = RunId::random();
    let owner = Owner::current(state)?;
    let record = RunRecord {
        id: id.clone(),
        project: project.to_owned(),
        composition: folder().display().to_string(),
        workflow: None,
        owner: owner.clone(),
        started: time::OffsetDateTime::now_utc(),
        ended: None,
        exit: None,
    };
    let labels = owner.labels();
    let run = Run::new(RunSetup {
        project: project.to_owned(),
        document,
        engine: engine.clone(),
        policy: Policy::new(Situation::Folder, grants, Ceiling::default()),
        keyring: Keyring::default(),
        events: Events::new(id.as_str(), Vec::new()),
        folder: RunFolder::create(state, &record)?,
        root: Root::new(Some(folder()), BTreeMap::new()).map_err(|fault| fault.message)?,
        images: mzhost_core::image_map::ImageMap::default(),
        variables: BTreeMap::from([(VARIABLE.0.to_owned(), VARIABLE.1.to_owned())]),
        owner_labels: labels
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        working_dir: folder().display().to_string(),
        subnets: SubnetPool::default(),
        seed: 1,
        clock: TimeLimit::new(Duration::from_mins(5)),
        limits: Limits::default(),
        gate: GateMode::Off,
        rewrite_results: false,
    });
    Ok(run.map_err(|fault| fault.message)?)
}
