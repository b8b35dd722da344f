//! Where all imports meet: [`Bridge::ask`] performs one operation for the guest of one store.

use std::collections::BTreeSet;
use std::future::pending;
use std::sync::Arc;

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use mzhost_core::operation::{Operation, Reply};
use mzhost_core::perform::{Call, Caller, Perform};
use mzhost_core::title::title;
use tokio::sync::oneshot;

use crate::bindings::mzhost::composition::types;

/// The imports' state in a store: who calls, and who answers.
pub(crate) struct Bridge {
    perform: Arc<dyn Perform>,
    caller: Arc<Caller>,
    /// The SQL connections that the guest has not closed.
    pub(super) open: BTreeSet<u32>,
    /// The call that is not answered yet.
    waiting: Option<String>,
    /// Ends the guest, whatever it would make of an error.
    stop: Option<oneshot::Sender<Fault>>,
}

impl Bridge {
    /// Answers the calls of `caller` with `perform`. What comes through `stop` ends the guest.
    pub(crate) fn new(
        perform: Arc<dyn Perform>,
        caller: Arc<Caller>,
        stop: oneshot::Sender<Fault>,
    ) -> Self {
        Self {
            perform,
            caller,
            open: BTreeSet::new(),
            waiting: None,
            stop: Some(stop),
        }
    }

    /// The operation that the guest waits for, in words. It is still there when the call was dropped meanwhile.
    pub(crate) fn waiting(&self) -> Option<&str> {
        self.waiting.as_deref()
    }

    /// Performs an operation.
    pub(super) async fn ask(&mut self, operation: Operation) -> Result<Reply, Fault> {
        self.waiting = Some(title(&operation));
        let answer = self
            .perform
            .perform(Call::new(Arc::clone(&self.caller), operation))
            .await;
        self.waiting = None;
        if let Err(fault) = &answer
            && fault.is(Code::LimitCalls)
            && let Some(stop) = self.stop.take()
        {
            // A guest could pass over the error and go on; so it never gets it.
            drop(stop.send(fault.clone()));
            pending::<()>().await;
        }
        answer
    }

    /// Performs an operation that answers with nothing but success.
    pub(super) async fn unit(&mut self, operation: Operation) -> Result<(), types::Error> {
        match self.ask(operation).await? {
            Reply::Unit => Ok(()),
            other => Err(unexpected(&other)),
        }
    }
}

/// The error for a reply that does not belong to its operation.
pub(super) fn unexpected(reply: &Reply) -> types::Error {
    Fault::new(
        Code::Internal,
        "mzhost answered a call with the reply of another one",
    )
    .detail("reply", format!("{reply:.200?}"))
    .into()
}

impl types::Host for Bridge {}
