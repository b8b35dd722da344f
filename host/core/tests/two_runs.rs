//! Two runs side by side in one process, on one engine: neither sees anything of the other.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "whatever goes wrong here fails the test, also in the functions that it uses"
)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::FutureExt;
use mzhost_compose::parse;
use mzhost_core::credentials::Keyring;
use mzhost_core::engine::{Endpoint, Engine};
use mzhost_core::event::{Consumer, Event, EventKind, Events, ServiceState, SpanId};
use mzhost_core::ids::RunId;
use mzhost_core::journal::Resource;
use mzhost_core::operation::{ExecOptions, Operation, Reply};
use mzhost_core::owner::Owner;
use mzhost_core::perform::{Call, Caller, Perform, Phase};
use mzhost_core::policy::Policy;
use mzhost_core::root::Root;
use mzhost_core::run::{Executor, GateMode, Limits, Run, RunSetup, SubnetPool, layered};
use mzhost_core::run_folder::{RunFolder, RunRecord};
use mzhost_core::time_limit::TimeLimit;

const SERVICES: &str = "
services:
  box:
    image: debian:bookworm-slim
    command: [sleep, infinity]
    hostname: HOSTNAME
    init: true
";

/// Keeps all events.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<Event>>>);

impl Consumer for Kept {
    fn consume(&mut self, event: &Event) {
        self.0.lock().unwrap().push(event.clone());
    }
}

/// A run with what it told.
struct One {
    run: Arc<Run>,
    perform: Arc<dyn Perform>,
    events: Events,
    kept: Kept,
}

fn one(engine: &Engine, state: &Path, name: &str) -> One {
    let id = RunId::random();
    let project = format!("it-two-{name}-{id}");
    let owner = Owner::current(state).unwrap();
    let record = RunRecord::begin(id.clone(), project.clone(), name.into(), None, owner);
    let kept = Kept::default();
    let events = Events::new(id.as_str(), vec![Box::new(kept.clone())]);
    let services = SERVICES.replace("HOSTNAME", name);
    let run = Run::new(RunSetup {
        project,
        document: parse(&services, &|_| None).unwrap().document,
        engine: engine.clone(),
        policy: Policy::default(),
        keyring: Keyring::default(),
        events: events.clone(),
        folder: RunFolder::create(state, &record).unwrap(),
        root: Root::new(None, BTreeMap::new()).unwrap(),
        variables: BTreeMap::new(),
        images: mzhost_core::image_map::ImageMap::default(),
        owner_labels: BTreeMap::new(),
        working_dir: String::new(),
        subnets: SubnetPool::default(),
        seed: 1,
        clock: TimeLimit::new(Duration::from_mins(1)),
        limits: Limits::default(),
        gate: GateMode::Off,
        rewrite_results: false,
    })
    .unwrap();
    let executor = Executor::new(Arc::clone(&run));
    let perform = layered(executor, events.clone(), Limits::default());
    One {
        run,
        perform,
        events,
        kept,
    }
}

impl One {
    async fn perform(&self, operation: Operation) -> Reply {
        let caller = Arc::new(Caller {
            span: self.events.span(),
            workflow: "default".to_owned(),
            phase: Phase::Workflow,
            depth: 0,
        });
        let call = Call::new(caller, operation);
        self.perform
            .perform(call)
            .await
            .unwrap_or_else(|fault| panic!("{fault}"))
    }

    async fn up(&self) {
        let services = vec!["box".to_owned()];
        self.perform(Operation::Up {
            services,
            wait: true,
            timeout_ms: None,
        })
        .await;
    }

    async fn hostname(&self) -> String {
        let exec = Operation::Exec {
            service: "box".to_owned(),
            command: vec!["hostname".to_owned()],
            options: ExecOptions::default(),
        };
        match self.perform(exec).await {
            Reply::Execution(execution) => execution.output.content.trim().to_owned(),
            reply => panic!("exec answered {reply:?}"),
        }
    }

    /// Their order, their run and their services are right.
    fn check_events(&self) {
        let events = self.kept.0.lock().unwrap();
        let run = self.run.folder().path().file_name().unwrap();
        for (event, seq) in events.iter().zip(1..) {
            assert_eq!(event.seq, seq);
            assert_eq!(event.run.as_str(), run);
        }
        let told = |wanted: ServiceState| {
            events
                .iter()
                .filter(|event| {
                    matches!(&event.kind, EventKind::Service { state, .. } if *state == wanted)
                })
                .count()
        };
        assert_eq!(
            (told(ServiceState::Started), told(ServiceState::Ready)),
            (1, 1)
        );
        let calls = events
            .iter()
            .filter(|event| matches!(event.kind, EventKind::CallFinished { fault: None, .. }))
            .inspect(|event| assert_ne!(event.span, SpanId::RUN))
            .count();
        assert_eq!(calls, 2, "{events:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_runs_share_an_engine_and_nothing_else() {
    let endpoint = Endpoint::of_process().unwrap();
    let engine = Engine::connect(endpoint)
        .await
        .expect("this test needs a Docker engine");
    let states = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let left = one(&engine, states[0].path(), "left");
    let right = one(&engine, states[1].path(), "right");

    let work = async {
        tokio::join!(left.up(), right.up());
        assert_eq!(left.hostname().await, "left");
        left.run.down(true).await.unwrap();
        // One is gone, the other works on.
        assert_eq!(right.hostname().await, "right");
    };
    let outcome = std::panic::AssertUnwindSafe(work).catch_unwind().await;
    let removed = [
        left.run.clean_up("finished").await,
        right.run.clean_up("finished").await,
    ];
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }

    let counts = removed.map(|removed| {
        assert_eq!(removed.problems, Vec::<String>::new());
        [Resource::Container, Resource::Network].map(|kind| removed.count(kind))
    });
    assert_eq!(counts, [[0, 0], [1, 1]]);
    for one in [&left, &right] {
        one.check_events();
        let folder = one.run.folder().path();
        assert!(folder.join("journal.jsonl").is_file());
        assert!(folder.join("logs/box.log").is_file());
    }
}
