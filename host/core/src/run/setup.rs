//! What a run is made of.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex as StdMutex, OnceLock, Weak};

use mzhost_compose::model::{Document, Service};
use tokio::sync::{Mutex, OnceCell, RwLock, Semaphore, watch};
use tokio_util::task::TaskTracker;

use super::container::{Containers, ServiceContainer};
use super::definitions::Defined;
use super::explain::explained;
use super::gate::{GateMode, program_for};
use super::jobs::Workflows;
use super::limits::Limits;
use super::subnet::SubnetPool;
use crate::code::Code;
use crate::credentials::Keyring;
use crate::dialer::Dialer;
use crate::engine::Engine;
use crate::event::{EventKind, Events, ServiceState};
use crate::fault::Fault;
use crate::image_map::ImageMap;
use crate::journal::{Journal, JournalError};
use crate::outputs::Outputs;
use crate::policy::{Decision, Load, Policy};
use crate::root::Root;
use crate::run_folder::RunFolder;
use crate::time_limit::TimeLimit;

/// Concurrent starts per processor core of the engine: more are slower than fewer.
const STARTS_PER_CPU: usize = 2;

/// What a run is made from.
pub struct RunSetup {
    /// Project name, which prefixes all names.
    pub project: String,
    /// The services.
    pub document: Document,
    /// The engine.
    pub engine: Engine,
    /// What is granted.
    pub policy: Policy,
    /// The user's credentials for registries.
    pub keyring: Keyring,
    /// Where events go.
    pub events: Events,
    /// Where logs, the journal and sockets live.
    pub folder: RunFolder,
    /// Where files come from.
    pub root: Root,
    /// Granted variables that are set.
    pub variables: BTreeMap<String, String>,
    /// Images in the place of those that documents name; the composition's own has them already.
    pub images: ImageMap,
    /// Labels that tell the owner of the run.
    pub owner_labels: BTreeMap<String, String>,
    /// The folder that other tools show as the project's.
    pub working_dir: String,
    /// Where networks get their addresses.
    pub subnets: SubnetPool,
    /// Seed of all randomness.
    pub seed: u64,
    /// The run's clock, which stands while images are made ready.
    pub clock: TimeLimit,
    /// Limits.
    pub limits: Limits,
    /// Whether containers are started early and held.
    pub gate: GateMode,
    /// Whether results are written back into test files of the composition's folder.
    pub rewrite_results: bool,
}

/// A run.
pub struct Run {
    pub(crate) project: String,
    /// What the services are, with what workflows laid over the composition's document.
    pub(super) defined: Defined,
    pub(crate) engine: Engine,
    pub(crate) policy: Policy,
    pub(super) keyring: Keyring,
    pub(crate) events: Events,
    pub(crate) folder: RunFolder,
    /// Outputs of commands and servers that are longer than an answer may be.
    pub(crate) outputs: Outputs,
    pub(crate) journal: Journal,
    pub(crate) root: Arc<Root>,
    pub(crate) variables: BTreeMap<String, String>,
    pub(super) images: ImageMap,
    pub(crate) owner_labels: BTreeMap<String, String>,
    pub(crate) working_dir: String,
    pub(crate) subnets: SubnetPool,
    pub(crate) seed: u64,
    pub(crate) clock: TimeLimit,
    pub(crate) limits: Limits,
    pub(crate) dialer: Arc<Dialer>,
    pub(crate) containers: Containers,
    /// Caps concurrent starts.
    pub(crate) starts: Arc<Semaphore>,
    /// Held while a set of services is brought up, so that two calls do not create the same container.
    pub(crate) bringing_up: Mutex<()>,
    /// Read while the engine creates something, written by clean-up: nothing appears after it has looked.
    pub(crate) creating: Arc<RwLock<()>>,
    /// The networks that exist.
    pub(crate) networks: Arc<Mutex<BTreeSet<String>>>,
    /// Starts the watch of the engine's events once.
    pub(crate) watch: OnceCell<()>,
    /// Whether clean-up has begun: nothing more is made.
    pub(crate) closed: AtomicBool,
    /// Why the run was stopped by the host, once it was.
    pub(super) stopped: watch::Sender<Option<Fault>>,
    /// Commands whose processes, and held containers that, are being ended.
    pub(crate) endings: TaskTracker,
    pub(crate) workflows: OnceLock<Weak<dyn Workflows>>,
    /// Whether results are written back into test files.
    pub(crate) rewrite_results: bool,
    /// The program that holds containers, if any are held.
    pub(crate) gate: Option<&'static [u8]>,
    /// Services whose gate did not work: they get none again.
    pub(crate) ungated: Mutex<BTreeSet<String>>,
    /// Held while a container is replaced, from the old one's end on until the new one is known.
    pub(crate) replacing: Mutex<()>,
    /// The share that containers have of what the composition as a whole may have.
    pub(super) load: StdMutex<Load>,
    /// What the policy decided and was told.
    pub(super) decided: StdMutex<BTreeSet<Decision>>,
    numbers: AtomicU32,
    /// How often test files were run.
    tests: AtomicU32,
    warned: AtomicBool,
}

impl Run {
    /// A run that has made nothing yet.
    pub fn new(setup: RunSetup) -> Result<Arc<Self>, Fault> {
        let defined = Defined::new(setup.document)?;
        let journal = setup
            .folder
            .journal()
            .map_err(|error| Fault::new(Code::Io, "failed to open the journal").cause(&error))?;
        let gate = program_for(setup.gate, &setup.engine.facts().architecture)?;
        let starts = setup.engine.facts().cpus * STARTS_PER_CPU;
        let run = Arc::new(Self {
            defined,
            journal,
            outputs: Outputs::new(setup.folder.path().join("outputs"), setup.limits.outputs),
            dialer: Arc::new(Dialer::new(setup.engine.clone())),
            project: setup.project,
            engine: setup.engine,
            policy: setup.policy,
            keyring: setup.keyring,
            events: setup.events,
            folder: setup.folder,
            root: Arc::new(setup.root),
            variables: setup.variables,
            images: setup.images,
            owner_labels: setup.owner_labels,
            working_dir: setup.working_dir,
            subnets: setup.subnets,
            seed: setup.seed,
            clock: setup.clock,
            limits: setup.limits,
            containers: Containers::default(),
            starts: Arc::new(Semaphore::new(starts)),
            bringing_up: Mutex::new(()),
            creating: Arc::new(RwLock::new(())),
            networks: Arc::default(),
            watch: OnceCell::new(),
            closed: AtomicBool::new(false),
            stopped: watch::Sender::default(),
            endings: TaskTracker::new(),
            workflows: OnceLock::new(),
            rewrite_results: setup.rewrite_results,
            gate,
            ungated: Mutex::default(),
            replacing: Mutex::new(()),
            load: StdMutex::default(),
            decided: StdMutex::default(),
            numbers: AtomicU32::new(1),
            tests: AtomicU32::new(0),
            warned: AtomicBool::new(false),
        });
        run.mark_secrets(&run.definitions().document)?;
        Ok(run)
    }

    /// Says who runs workflows that other workflows ask for.
    pub fn set_workflows(&self, workflows: Weak<dyn Workflows>) {
        // Set once per run by the runner.
        drop(self.workflows.set(workflows));
    }

    /// Who runs workflows that other workflows ask for.
    pub(crate) fn workflows(&self) -> Result<Arc<dyn Workflows>, Fault> {
        self.workflows
            .get()
            .and_then(Weak::upgrade)
            .ok_or_else(|| Fault::new(Code::Internal, "nobody runs workflows here"))
    }

    /// The project's name.
    pub fn project(&self) -> &str {
        &self.project
    }

    /// Where its events go.
    pub fn events(&self) -> &Events {
        &self.events
    }

    /// Its limits.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Its clock.
    pub fn clock(&self) -> &TimeLimit {
        &self.clock
    }

    /// Its seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The run's folder.
    pub fn folder(&self) -> &RunFolder {
        &self.folder
    }

    /// The engine.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The dialer.
    pub fn dialer(&self) -> &Arc<Dialer> {
        &self.dialer
    }

    /// A number that is unique in the run.
    pub(crate) fn number(&self) -> u32 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    /// How often test files were run before.
    pub(super) fn next_tests(&self) -> u32 {
        self.tests.fetch_add(1, Ordering::Relaxed)
    }

    /// A service by name.
    pub(crate) fn service(&self, name: &str) -> Result<Arc<Service>, Fault> {
        let now = self.definitions();
        now.service(name).cloned().ok_or_else(|| {
            let known: Vec<&str> = now.document.services.keys().map(String::as_str).collect();
            Fault::new(
                Code::ServiceUnknown,
                format!(
                    "there is no service {name:?}; the composition has {}",
                    if known.is_empty() {
                        "none".to_owned()
                    } else {
                        known.join(", ")
                    }
                ),
            )
            .service(name)
        })
    }

    /// The services that a list means: all, when it is empty.
    pub(crate) fn select(&self, services: &[String]) -> Result<Vec<String>, Fault> {
        if services.is_empty() {
            let now = self.definitions();
            return Ok(now.document.services.keys().cloned().collect());
        }
        let mut selected = Vec::new();
        for name in services {
            self.service(name)?;
            if !selected.contains(name) {
                selected.push(name.clone());
            }
        }
        Ok(selected)
    }

    /// A service's container, which must exist.
    pub(crate) fn container(&self, service: &str) -> Result<Arc<ServiceContainer>, Fault> {
        if let Some(container) = self.containers.get(service) {
            return Ok(container);
        }
        self.service(service)?;
        Err(Fault::new(
            Code::ServiceAbsent,
            format!("service {service:?} has no container; bring it up first"),
        )
        .service(service))
    }

    /// A service's container, which must run.
    pub(crate) fn running(&self, service: &str) -> Result<Arc<ServiceContainer>, Fault> {
        let container = self.container(service)?;
        let life = container.life.borrow().clone();
        if life.running || life.restarting {
            return Ok(container);
        }
        let state = match life.exit_code {
            Some(code) => format!("has exited with {code}"),
            None => "was not started".to_owned(),
        };
        Err(explained(
            Fault::new(Code::ServiceAbsent, format!("service {service:?} {state}")),
            &container,
        ))
    }

    /// Tells that a service's container changed its state.
    pub(crate) fn tell(&self, service: &str, state: ServiceState, ms: Option<u64>) {
        self.events.tell(EventKind::Service {
            service: service.to_owned(),
            state,
            ms,
            exit_code: None,
        });
    }

    /// Notes a journal entry; that it cannot be written is told once and stops nothing.
    pub(crate) fn note(&self, written: Result<(), JournalError>) {
        if let Err(error) = written
            && !self.warned.swap(true, Ordering::Relaxed)
        {
            self.events.tell(EventKind::Warning {
                message: crate::fault::chain(&error),
            });
        }
    }
}

/// Milliseconds of a duration.
pub(crate) fn millis(duration: std::time::Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
