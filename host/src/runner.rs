//! One `mzhost run` or `up`, from the run folder to the last event.

use std::collections::BTreeMap;
use std::future::Future;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use mzhost_core::code::{Code, exit_for};
use mzhost_core::crash::{Lifetime, sweep};
use mzhost_core::credentials::Keyring;
use mzhost_core::engine::{Endpoint, Engine};
use mzhost_core::event::{Consumer, EventKind, Events};
use mzhost_core::fault::{Fault, chain};
use mzhost_core::ids::{LABEL_BEGAN, LABEL_RUN, RunId};
use mzhost_core::mask::Masker;
use mzhost_core::owner::Owner;
use mzhost_core::report::{JsonLines, Problems};
use mzhost_core::root::Root;
use mzhost_core::run::{GateMode, Limits, Run, RunSetup, SubnetPool};
use mzhost_core::run_folder::{KEEP, RunFolder, RunRecord};
use mzhost_core::time_limit::TimeLimit;
use tokio::task::AbortHandle;

use crate::composition::{Composition, Opening};
use crate::reaper::Reaper;

/// Log lines of the service concerned that end a failed run.
const LOG_LINES: usize = 20;

/// What makes a run, before anything is loaded.
pub(crate) struct Beginning {
    /// Where run folders are.
    pub(crate) state_dir: PathBuf,
    /// What the user named.
    pub(crate) composition: String,
    /// Project name, without the run's id.
    pub(crate) name: String,
    /// Whether the run's id is part of the project's name.
    pub(crate) own_project: bool,
    /// Workflow and its arguments.
    pub(crate) workflow: Option<(String, Vec<String>)>,
    /// Whether what it makes outlives it.
    pub(crate) lifetime: Lifetime,
    /// Seed of all randomness.
    pub(crate) seed: u64,
    /// What is secret so far.
    pub(crate) masker: Masker,
    /// Reports beside the run folder's own.
    pub(crate) consumers: Vec<Box<dyn Consumer>>,
    /// Where reports tell what went wrong with them.
    pub(crate) problems: Problems,
}

/// The last log lines of the service that a run failed for, and the file with all of them.
#[derive(Default)]
pub(crate) struct LastLines {
    lines: Vec<String>,
    file: Option<String>,
}

impl LastLines {
    /// To be taken before the clean-up, which forgets the services.
    pub(crate) fn of(run: &Run, fault: &Fault) -> Self {
        let Some(service) = &fault.service else {
            return Self::default();
        };
        let (lines, file) = run.log_tail(service, LOG_LINES);
        Self { lines, file }
    }
}

/// A run that has begun: its folder is there, its first event told.
pub(crate) struct Begun {
    /// Project name.
    pub(crate) project: String,
    /// Events.
    pub(crate) events: Events,
    /// Folder.
    folder: RunFolder,
    record: RunRecord,
    owner: Owner,
    state_dir: PathBuf,
    problems: Problems,
    start: Instant,
    lifetime: Lifetime,
    /// Cleans up if this process dies.
    reaper: Option<Reaper>,
    /// Removes what dead runs left, beside this one.
    sweeping: OnceLock<AbortHandle>,
}

impl Begun {
    /// Makes the run folder, starts the reaper and tells the first event.
    pub(crate) fn new(beginning: Beginning) -> Result<Self, Fault> {
        let id = RunId::random();
        let io = |what: &str, error: &dyn std::error::Error| {
            Fault::new(Code::Io, format!("failed to {what}: {}", chain(error)))
        };
        let owner = Owner::current(&beginning.state_dir)
            .map_err(|error| io("identify this process", &error))?;
        let project = if beginning.own_project {
            format!("{}-{id}", beginning.name)
        } else {
            beginning.name
        };
        let (workflow, args) = beginning.workflow.unzip();
        let record = RunRecord::begin(
            id.clone(),
            project.clone(),
            beginning.masker.mask(&beginning.composition).into_owned(),
            workflow
                .as_deref()
                .map(|name| beginning.masker.mask(name).into_owned()),
            owner.clone(),
        );
        let folder = RunFolder::create(&beginning.state_dir, &record)
            .map_err(|error| io("make the run folder", &error))?;
        // As early as possible: it starts while the component is loaded.
        let reaper = match beginning.lifetime {
            Lifetime::Run => Reaper::start(&id, &folder),
            Lifetime::Kept => Ok(None),
        };
        let reaper = reaper.unwrap_or_else(|error| {
            beginning.problems.add(format!(
                "nobody cleans up if this process is killed, until the next run: its reaper cannot be started: {error}"
            ));
            None
        });
        let mut consumers = beginning.consumers;
        match JsonLines::append_to(&folder.events_path(), beginning.problems.clone()) {
            Ok(lines) => consumers.push(Box::new(lines)),
            Err(error) => beginning
                .problems
                .add(format!("failed to write the events: {error}")),
        }
        let events = Events::masking(id.as_str(), consumers, beginning.masker);
        events.tell(EventKind::RunStarted {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            composition: beginning.composition,
            project: project.clone(),
            workflow,
            args: args.unwrap_or_default(),
            seed: beginning.seed.to_string(),
            folder: folder.path().display().to_string(),
        });
        Ok(Self {
            project,
            events,
            folder,
            record,
            owner,
            state_dir: beginning.state_dir,
            problems: beginning.problems,
            start: Instant::now(),
            lifetime: beginning.lifetime,
            reaper,
            sweeping: OnceLock::new(),
        })
    }

    /// Reads the services, connects to the engine, and makes the run. Its clock begins now.
    pub(crate) async fn run(
        &self,
        composition: &Composition,
        opening: &Opening<'_>,
        permits: Permits,
    ) -> Result<Arc<Run>, Fault> {
        let declared = composition.declared(opening).await?;
        let engine = connect().await?;
        self.sweep(&engine);
        let mut owner_labels: BTreeMap<String, String> = self
            .owner
            .labels()
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect();
        let (lifetime, value) = self.lifetime.label();
        let began = self.record.started.unix_timestamp();
        owner_labels.insert(lifetime.to_owned(), value.to_owned());
        owner_labels.insert(LABEL_BEGAN.to_owned(), began.to_string());
        owner_labels.insert(LABEL_RUN.to_owned(), self.record.id.to_string());
        let project = &composition.project;
        let working_dir = project.root.as_deref().unwrap_or(project.path());
        let run = Run::new(RunSetup {
            project: self.project.clone(),
            document: declared.document,
            engine,
            policy: opening.policy(),
            keyring: Keyring::of_process(),
            events: self.events.clone(),
            folder: self.folder.clone(),
            root: Root::clone(&composition.root),
            variables: opening.variables.clone(),
            images: opening.images.clone(),
            owner_labels,
            working_dir: working_dir.display().to_string(),
            subnets: permits.subnets,
            seed: opening.seed,
            clock: TimeLimit::new(permits.timeout),
            limits: Limits::default(),
            gate: permits.gate,
            rewrite_results: permits.rewrite_results,
        })?;
        run.tell_wants(&declared.wants);
        run.watch_disk();
        Ok(run)
    }

    /// Removes what dead runs left, in the background: the run neither waits for it nor fails by it.
    fn sweep(&self, engine: &Engine) {
        let sweeping = sweep(engine.clone(), self.owner.clone(), self.events.clone());
        // Asked for once per run.
        drop(self.sweeping.set(tokio::spawn(sweeping).abort_handle()));
    }

    /// Tells the last event, closes the record, and gives the exit code.
    pub(crate) fn finish(
        mut self,
        log: LastLines,
        workflow: Option<String>,
        fault: Option<Fault>,
        rest: Rest,
    ) -> u8 {
        if let Some(sweeping) = self.sweeping.get() {
            sweeping.abort();
        }
        let exit = fault.as_ref().map_or(0, |fault| exit_for(&fault.code));
        let LastLines {
            lines: log_tail,
            file: log_file,
        } = log;
        self.tell_problems();
        self.events.tell(EventKind::RunFinished {
            fault,
            workflow,
            log_tail,
            log_file,
            exit,
            ms: u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX),
        });
        self.tell_problems();
        if let (Some(reaper), Rest::Settled) = (self.reaper.take(), rest) {
            reaper.dismiss();
        }
        self.record.end(exit);
        // The run is over: a record or old folder that stays as it is harms nobody.
        drop(self.folder.write_record(&self.record));
        drop(RunFolder::prune(&self.state_dir, &self.owner, KEEP));
        exit
    }

    fn tell_problems(&self) {
        for message in self.problems.take() {
            self.events.tell(EventKind::Warning { message });
        }
    }
}

/// What is there of a run at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rest {
    /// Nothing, or what is kept on purpose.
    Settled,
    /// Something that is still to be removed: the reaper does it.
    Left,
}

/// What the user lets a run do.
pub(crate) struct Permits {
    /// Where networks get their addresses.
    pub(crate) subnets: SubnetPool,
    /// Limit on the whole.
    pub(crate) timeout: Duration,
    /// Whether results are written back into test files of the composition's folder.
    pub(crate) rewrite_results: bool,
    /// Whether containers are started early and held.
    pub(crate) gate: GateMode,
}

/// Connects to the engine that the environment names.
pub(crate) async fn connect() -> Result<Engine, Fault> {
    let endpoint = Endpoint::of_process()?;
    Ok(Engine::connect(endpoint).await?)
}

/// Runs work, unless the clock runs out first.
pub(crate) async fn within<T>(
    clock: &TimeLimit,
    what: &str,
    work: impl Future<Output = Result<T, Fault>>,
) -> Result<T, Fault> {
    tokio::select! {
        result = work => result,
        () = clock.expired() => Err(Fault::new(
            Code::LimitTime,
            format!("{what} took longer than {} s; raise the limit with --timeout", clock.budget().as_secs()),
        )),
    }
}

/// A random seed.
pub(crate) fn random_seed() -> u64 {
    use std::hash::{BuildHasher, RandomState};

    RandomState::new().hash_one(std::process::id())
}

/// Longest time that clean-up may take.
pub(crate) const CLEANUP_LIMIT: Duration = Duration::from_mins(2);
