//! A run on a stage, whose operations are performed as a guest's are: through all layers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mzhost_core::credentials::Keyring;
use mzhost_core::engine::Engine;
use mzhost_core::event::{Consumer, Event, EventKind, Events};
use mzhost_core::fault::Fault;
use mzhost_core::ids::RunId;
use mzhost_core::operation::{ContainerState, ExecOptions, Execution, Operation, Reply};
use mzhost_core::owner::Owner;
use mzhost_core::perform::{Call, Caller, Perform, Phase};
use mzhost_core::policy::{Ceiling, Grants, Policy, Situation};
use mzhost_core::root::Root;
use mzhost_core::run::{Executor, GateMode, Limits, Run, RunSetup, SubnetPool, layered};
use mzhost_core::run_folder::{RunFolder, RunRecord};
use mzhost_core::time_limit::TimeLimit;

use crate::Outcome;
use crate::stage::Stage;

/// How long a wait of these tests may take.
pub(crate) const SOON: u32 = 15_000;

/// A run with what it told.
#[derive(Clone)]
pub(crate) struct Play {
    pub(crate) run: Arc<Run>,
    perform: Arc<dyn Perform>,
    caller: Arc<Caller>,
    told: Told,
}

/// Keeps all events, and tells the stage which images were built.
#[derive(Clone)]
struct Told {
    events: Arc<Mutex<Vec<Event>>>,
    images: Arc<Mutex<BTreeSet<String>>>,
}

impl Consumer for Told {
    fn consume(&mut self, event: &Event) {
        self.events.lock().unwrap().push(event.clone());
        if let EventKind::ImageReady { id, .. } = &event.kind {
            self.images.lock().unwrap().insert(id.clone());
        }
    }
}

impl Stage {
    /// A run of these services.
    pub(crate) fn play(&self, services: &str) -> Outcome<Play> {
        self.play_with(services, |_| {})
    }

    /// A run of these services, with changes to what it is made of.
    pub(crate) fn play_with(
        &self,
        services: &str,
        change: impl FnOnce(&mut RunSetup),
    ) -> Outcome<Play> {
        self.play_on(&self.engine, &self.project, services, change)
    }

    /// A run on another engine or under another name, which begins with the stage's.
    pub(crate) fn play_on(
        &self,
        engine: &Engine,
        project: &str,
        services: &str,
        change: impl FnOnce(&mut RunSetup),
    ) -> Outcome<Play> {
        assert!(project.starts_with(&self.project), "{project}");
        self.projects.lock().unwrap().insert(project.to_owned());
        let id = RunId::random();
        let owner = Owner::current(self.state.path())?;
        let labels = owner.labels().map(|(name, value)| (name.to_owned(), value));
        let record = RunRecord::begin(
            id.clone(),
            project.to_owned(),
            "tests".to_owned(),
            None,
            owner,
        );
        let told = Told {
            events: Arc::default(),
            images: Arc::clone(&self.images),
        };
        let mut setup = RunSetup {
            project: project.to_owned(),
            document: mzhost_compose::parse(services, &|_| None)?.document,
            engine: engine.clone(),
            policy: Policy::new(Situation::Folder, Grants::default(), Ceiling::default()),
            keyring: Keyring::default(),
            events: Events::new(id.as_str(), vec![Box::new(told.clone())]),
            folder: RunFolder::create(self.state.path(), &record)?,
            root: Root::new(Some(self.root().to_owned()), BTreeMap::new())?,
            variables: BTreeMap::new(),
            images: mzhost_core::image_map::ImageMap::default(),
            owner_labels: labels.into(),
            working_dir: self.root().display().to_string(),
            subnets: SubnetPool::default(),
            seed: 1,
            clock: TimeLimit::new(Duration::from_mins(5)),
            limits: Limits::default(),
            gate: GateMode::Off,
            rewrite_results: false,
        };
        change(&mut setup);
        let events = setup.events.clone();
        let limits = setup.limits.clone();
        let run = Run::new(setup)?;
        Ok(Play {
            perform: layered(Executor::new(Arc::clone(&run)), events.clone(), limits),
            caller: Arc::new(Caller {
                span: events.span(),
                workflow: "default".to_owned(),
                phase: Phase::Workflow,
                depth: 0,
            }),
            run,
            told,
        })
    }
}

impl Play {
    pub(crate) async fn perform(&self, operation: Operation) -> Result<Reply, Fault> {
        let caller = Arc::clone(&self.caller);
        self.perform.perform(Call::new(caller, operation)).await
    }

    /// Brings all services up and waits until they are ready.
    pub(crate) async fn up(&self) -> Result<(), Fault> {
        let up = Operation::Up {
            services: Vec::new(),
            wait: true,
            timeout_ms: None,
        };
        self.perform(up).await.map(drop)
    }

    /// The fault of an `up` that must fail.
    pub(crate) async fn up_fails(&self) -> Fault {
        match self.up().await {
            Err(fault) => fault,
            Ok(()) => panic!("the services came up"),
        }
    }

    pub(crate) async fn exec(
        &self,
        service: &str,
        command: &[&str],
        options: ExecOptions,
    ) -> Result<Execution, Fault> {
        let exec = Operation::Exec {
            service: service.to_owned(),
            command: words(command),
            options,
        };
        Ok(execution(self.perform(exec).await?))
    }

    /// What a line for the shell prints; it must exit with 0.
    pub(crate) async fn shell(&self, service: &str, line: &str) -> Result<String, Fault> {
        let options = ExecOptions {
            check: true,
            ..ExecOptions::default()
        };
        let execution = self.exec(service, &["sh", "-c", line], options).await?;
        Ok(execution.output.content.trim_end().to_owned())
    }

    pub(crate) async fn one_off(
        &self,
        service: &str,
        command: &[&str],
        options: ExecOptions,
    ) -> Result<Execution, Fault> {
        let run = Operation::RunOnce {
            service: service.to_owned(),
            command: words(command),
            options,
        };
        Ok(execution(self.perform(run).await?))
    }

    pub(crate) async fn kill(&self, service: &str) -> Result<(), Fault> {
        let kill = Operation::Kill {
            services: vec![service.to_owned()],
            signal: "SIGKILL".to_owned(),
        };
        self.perform(kill).await.map(drop)
    }

    pub(crate) async fn start(&self, service: &str) -> Result<(), Fault> {
        let services = vec![service.to_owned()];
        self.perform(Operation::Start { services }).await.map(drop)
    }

    pub(crate) async fn state(&self, service: &str) -> Result<ContainerState, Fault> {
        let service = service.to_owned();
        match self.perform(Operation::State { service }).await? {
            Reply::State(state) => Ok(state),
            reply => panic!("state answered {reply:?}"),
        }
    }

    /// Waits for a line of the log.
    pub(crate) async fn line(&self, service: &str, pattern: &str) -> Result<String, Fault> {
        let wait = Operation::WaitForLog {
            service: service.to_owned(),
            pattern: pattern.to_owned(),
            timeout_ms: SOON,
        };
        match self.perform(wait).await? {
            Reply::Line(line) => Ok(line),
            reply => panic!("wait-for-log answered {reply:?}"),
        }
    }

    /// The log file of a service.
    pub(crate) fn log_file(&self, service: &str) -> String {
        let path = self.run.folder().path().join(format!("logs/{service}.log"));
        std::fs::read_to_string(path).unwrap_or_default()
    }

    /// How many of the run's events fit.
    pub(crate) fn count(&self, fits: impl Fn(&EventKind) -> bool) -> usize {
        let events = self.told.events.lock().unwrap();
        events.iter().filter(|event| fits(&event.kind)).count()
    }
}

pub(crate) fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

fn execution(reply: Reply) -> Execution {
    match reply {
        Reply::Execution(execution) => execution,
        reply => panic!("the command answered {reply:?}"),
    }
}

/// Tries until the check passes; its last problem when it never does.
pub(crate) async fn eventually<T>(mut check: impl AsyncFnMut() -> Outcome<T>) -> Outcome<T> {
    let begun = std::time::Instant::now();
    loop {
        match check().await {
            Ok(value) => return Ok(value),
            Err(problem) if begun.elapsed() > Duration::from_secs(15) => return Err(problem),
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}
