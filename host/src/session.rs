//! The workflows of one run: each call on an instance of its own, with its jobs ended and its events told.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Instant;

use mzhost_core::archive::digest;
use mzhost_core::code::Code;
use mzhost_core::event::{EventKind, Events, SpanId};
use mzhost_core::fault::Fault;
use mzhost_core::operation::Text;
use mzhost_core::perform::{BoxFuture, Caller, Perform, Phase};
use mzhost_core::run::{Executor, Run, WorkflowEnd, Workflows, layered};
use mzhost_core::time_limit::TimeLimit;

use crate::guest::{CallContext, GuestLimits, LoadedComposition, MemoryPool, OutputSink};

/// Bytes of a workflow's output that a job keeps.
const KEPT_OUTPUT: usize = 1 << 20;

/// What all calls of a run share.
pub(crate) struct Session {
    loaded: Arc<LoadedComposition>,
    names: Vec<String>,
    run: Arc<Run>,
    executor: Arc<Executor>,
    perform: Arc<dyn Perform>,
    events: Events,
    limits: GuestLimits,
    /// What its guests use.
    memory: MemoryPool,
    clock: TimeLimit,
    seed: u64,
    /// How often each workflow was called.
    calls: Mutex<HashMap<String, u64>>,
    this: Weak<Session>,
}

impl Session {
    /// A session for a run; `names` are the workflows that there are.
    pub(crate) fn new(
        run: &Arc<Run>,
        loaded: Arc<LoadedComposition>,
        names: Vec<String>,
        limits: GuestLimits,
    ) -> Arc<Self> {
        let executor = Executor::new(Arc::clone(run));
        let inner: Arc<dyn Perform> = Arc::clone(&executor) as _;
        let events = run.events().clone();
        let perform = layered(inner, events.clone(), run.limits().clone());
        let session = Arc::new_cyclic(|this| Self {
            loaded,
            names,
            run: Arc::clone(run),
            executor,
            perform,
            events,
            limits,
            memory: MemoryPool::default(),
            clock: run.clock().clone(),
            seed: run.seed(),
            calls: Mutex::default(),
            this: Weak::clone(this),
        });
        let workflows: Weak<dyn Workflows> = Arc::downgrade(&session) as _;
        run.set_workflows(workflows);
        session
    }

    /// Runs a workflow. `parent` is the workflow that asked for it.
    pub(crate) async fn run(
        &self,
        name: &str,
        args: Vec<String>,
        parent: Option<&Caller>,
    ) -> WorkflowEnd {
        let span = self.events.span();
        let above = parent.map_or(SpanId::RUN, |caller| caller.span);
        let begun = Instant::now();
        self.events.tell_in(
            span,
            Some(above),
            EventKind::WorkflowStarted {
                workflow: name.to_owned(),
                args: args.clone(),
            },
        );
        let output = Arc::new(Mutex::new(Text::default()));
        let result = if self.names.iter().any(|known| known == name) {
            let caller = Arc::new(Caller {
                span,
                workflow: name.to_owned(),
                phase: Phase::Workflow,
                depth: parent.map_or(0, |caller| caller.depth + 1),
            });
            let context = self.context(caller, &output);
            let scope = EndOnDrop(Some((Arc::clone(&self.executor), span)));
            let call = self.loaded.call(&context, name, args);
            let called = self.run.unless_stopped(call).await;
            let jobs = scope.end().await;
            called.and(jobs)
        } else {
            Err(unknown(name, &self.names))
        };
        self.events.tell_in(
            span,
            Some(above),
            EventKind::WorkflowFinished {
                workflow: name.to_owned(),
                fault: result.as_ref().err().cloned(),
                ms: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
            },
        );
        let output = output
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        WorkflowEnd { result, output }
    }

    fn context(&self, caller: Arc<Caller>, output: &Arc<Mutex<Text>>) -> CallContext {
        let number = {
            let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
            let number = calls.entry(caller.workflow.clone()).or_default();
            *number += 1;
            *number
        };
        CallContext {
            perform: Arc::clone(&self.perform),
            output: output_sink(&self.events, &caller, Some(Arc::clone(output))),
            masker: self.events.masker().clone(),
            limits: self.limits,
            memory: self.memory.clone(),
            clock: self.clock.clone(),
            seed: call_seed(self.seed, &caller.workflow, number),
            caller,
        }
    }
}

impl Workflows for Session {
    fn call(
        &self,
        name: String,
        args: Vec<String>,
        parent: Arc<Caller>,
    ) -> BoxFuture<'static, WorkflowEnd> {
        let this = self.this.upgrade();
        Box::pin(async move {
            match this {
                Some(session) => session.run(&name, args, Some(&parent)).await,
                None => WorkflowEnd {
                    result: Err(Fault::new(Code::Internal, "the run is over")),
                    output: Text::default(),
                },
            }
        })
    }
}

/// Ends what a workflow opened, also when its call is dropped half-way.
struct EndOnDrop(Option<(Arc<Executor>, SpanId)>);

impl EndOnDrop {
    async fn end(mut self) -> Result<(), Fault> {
        match self.0.take() {
            Some((executor, span)) => executor.end(span).await,
            None => Ok(()),
        }
    }
}

impl Drop for EndOnDrop {
    fn drop(&mut self) {
        if let Some((executor, span)) = self.0.take() {
            executor.abandon(span);
        }
    }
}

/// Takes a guest's output: told as events, and kept for a job's outcome.
pub(crate) fn output_sink(
    events: &Events,
    caller: &Caller,
    kept: Option<Arc<Mutex<Text>>>,
) -> OutputSink {
    let (events, span, workflow) = (events.clone(), caller.span, caller.workflow.clone());
    Arc::new(move |stream, line| {
        if let Some(kept) = &kept {
            let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            if kept.content.len() + line.len() < KEPT_OUTPUT {
                kept.content.push_str(line);
                kept.content.push('\n');
            } else {
                kept.truncated = true;
            }
        }
        events.tell_in(
            span,
            None,
            EventKind::GuestOutput {
                workflow: workflow.clone(),
                stream,
                line: line.to_owned(),
            },
        );
    })
}

/// The seed of one call: it follows from the run's seed, the workflow's name and how often it was called, so
/// that calls do not share it and a repeated run has it again.
fn call_seed(seed: u64, workflow: &str, number: u64) -> u64 {
    let digest = digest(format!("{seed} {workflow} {number}").as_bytes());
    digest
        .get(..16)
        .and_then(|digits| u64::from_str_radix(digits, 16).ok())
        .unwrap_or(seed)
}

/// The fault for a workflow that does not exist.
pub(crate) fn unknown(name: &str, names: &[String]) -> Fault {
    let known = if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    };
    Fault::new(
        Code::WorkflowUnknown,
        format!("there is no workflow {name:?}; the composition has: {known}"),
    )
}
