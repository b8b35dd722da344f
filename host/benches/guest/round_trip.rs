//! One call of a guest and back: from one message that it logs to the next, through all layers of the host
//! but the engine.

use std::collections::BTreeMap;
use std::fs;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use mzhost::guest::{Binary, CallContext, GuestEngine, GuestLimits};
use mzhost_core::event::Events;
use mzhost_core::perform::{Answer, BoxFuture, Call, Caller, Perform, Phase};
use mzhost_core::root::Root;
use mzhost_core::run::{Declaring, Limits, layered};
use mzhost_core::time_limit::TimeLimit;
use mzhost_test_artifacts as artifacts;

use crate::Outcome;
use crate::table::{self, Samples};

/// Instances; the guest logs four messages in each.
const INSTANCES: usize = 300;

/// Measures and prints.
pub(crate) async fn measure() -> Outcome<()> {
    let engine = GuestEngine::new(None)?;
    let loaded = engine.load(&Binary::of(fs::read(artifacts::OUTPUT)?)?, &|| ())?;
    let events = Events::new("bench", Vec::new());
    let declaring = Declaring {
        events: events.clone(),
        variables: BTreeMap::new(),
        seed: 0,
        project: "bench".to_owned(),
        root: Arc::new(Root::new(None, BTreeMap::new())?),
        file_limit: Limits::default().data,
    };
    let clocked = Arc::new(Clocked {
        inner: layered(Arc::new(declaring), events.clone(), Limits::default()),
        calls: Mutex::default(),
    });
    let mut round_trips = Samples::default();
    let mut instances = Samples::default();
    for _ in 0..INSTANCES {
        let context = CallContext {
            perform: Arc::clone(&clocked) as Arc<dyn Perform>,
            caller: Arc::new(Caller {
                span: events.span(),
                workflow: "default".to_owned(),
                phase: Phase::Workflow,
                depth: 0,
            }),
            output: Arc::new(|_, _| {}),
            masker: events.masker().clone(),
            memory: mzhost::guest::MemoryPool::default(),
            limits: GuestLimits::default(),
            clock: TimeLimit::new(Duration::from_mins(1)),
            seed: 0,
        };
        let begun = Instant::now();
        loaded.call(&context, "default", Vec::new()).await?;
        instances.push(begun.elapsed());
        for gap in clocked.take() {
            round_trips.push(gap);
        }
    }
    table::heading("in one process");
    table::row("host call, round trip (a log message)", &round_trips, "");
    table::row("workflow: new instance and four calls", &instances, "");
    Ok(())
}

/// Notes when each call comes in.
struct Clocked {
    inner: Arc<dyn Perform>,
    calls: Mutex<Vec<Instant>>,
}

impl Clocked {
    /// Times between calls since it was asked last.
    fn take(&self) -> Vec<Duration> {
        let calls = std::mem::take(&mut *self.calls());
        let later = calls.iter().skip(1);
        calls
            .iter()
            .zip(later)
            .map(|(call, next)| *next - *call)
            .collect()
    }

    fn calls(&self) -> std::sync::MutexGuard<'_, Vec<Instant>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Perform for Clocked {
    fn perform(&self, call: Call) -> BoxFuture<'_, Answer> {
        self.calls().push(Instant::now());
        self.inner.perform(call)
    }
}
