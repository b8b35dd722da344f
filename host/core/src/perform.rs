//! The one function that all guest calls pass, and what a caller is.
//!
//! Layers wrap a [`Perform`]: events, phases and limits today; recording, replay and faults later. What a
//! composition may ask of the engine is checked one step further in, at the engine's requests: see `crate::policy`.
//! The innermost is the executor.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::event::SpanId;
use crate::fault::Fault;
use crate::operation::{Operation, Reply};

/// A boxed future, as `dyn` traits need it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What an operation comes to.
pub type Answer = Result<Reply, Fault>;

/// What a guest is doing, which decides what it may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// `services` or `list-workflows`: only logging, granted variables and the catalog answer.
    Declare,
    /// A workflow: every call answers.
    Workflow,
}

/// One call of one export of one guest: the owner of connections and jobs.
#[derive(Debug)]
pub struct Caller {
    /// Its span, unique in the run; operations are children of it.
    pub span: SpanId,
    /// Name of the workflow, or `services`.
    pub workflow: String,
    /// Its phase.
    pub phase: Phase,
    /// How many workflows it is nested in.
    pub depth: u32,
}

/// An operation and who asked for it.
#[derive(Debug, Clone)]
pub struct Call {
    /// Who.
    pub caller: Arc<Caller>,
    /// What.
    pub operation: Operation,
    /// The span of what happens in it: the call's own as soon as it was told.
    pub span: SpanId,
}

impl Call {
    /// A call that was not told yet.
    pub fn new(caller: Arc<Caller>, operation: Operation) -> Self {
        Self {
            span: caller.span,
            caller,
            operation,
        }
    }
}

/// Performs operations.
pub trait Perform: Send + Sync {
    /// Performs one operation. Dropping the future cancels it.
    fn perform(&self, call: Call) -> BoxFuture<'_, Answer>;
}
