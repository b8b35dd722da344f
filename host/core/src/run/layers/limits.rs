//! Limits that hold for every call: size of arguments, open connections, nested workflows.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::code::Code;
use crate::event::SpanId;
use crate::fault::Fault;
use crate::operation::{JobWork, Operation, Reply};
use crate::perform::{Answer, BoxFuture, Call, Perform};
use crate::run::Limits;

pub(super) struct Limited {
    inner: Arc<dyn Perform>,
    limits: Limits,
    /// Connections that each caller has open.
    open: Mutex<HashMap<SpanId, usize>>,
}

impl Limited {
    pub(super) fn new(inner: Arc<dyn Perform>, limits: Limits) -> Self {
        Self {
            inner,
            limits,
            open: Mutex::default(),
        }
    }

    fn check(&self, call: &Call) -> Result<(), Fault> {
        let size = input_size(&call.operation);
        if size > self.limits.input {
            return Err(Fault::new(
                Code::LimitInput,
                format!(
                    "the call brings {size} bytes, the limit is {}",
                    self.limits.input
                ),
            ));
        }
        let nests = matches!(
            call.operation,
            Operation::Workflow { .. }
                | Operation::JobStart {
                    work: JobWork::Workflow { .. }
                }
        );
        if nests && call.caller.depth + 1 >= self.limits.depth {
            return Err(Fault::new(
                Code::LimitDepth,
                format!(
                    "workflow {:?} is nested {} deep, the limit is {}; does a workflow call itself?",
                    call.caller.workflow,
                    call.caller.depth + 1,
                    self.limits.depth
                ),
            ));
        }
        Ok(())
    }

    /// Takes a place for a connection.
    fn take(&self, caller: SpanId) -> Result<(), Fault> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(caller).or_default();
        if *count >= self.limits.connections {
            return Err(Fault::new(
                Code::LimitConnections,
                format!(
                    "{count} SQL connections are open, the limit is {}; close one",
                    self.limits.connections
                ),
            ));
        }
        *count += 1;
        Ok(())
    }

    fn give_back(&self, caller: SpanId) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&caller) {
            *count = count.saturating_sub(1);
        }
    }
}

impl Perform for Limited {
    fn perform(&self, call: Call) -> BoxFuture<'_, Answer> {
        Box::pin(async move {
            self.check(&call)?;
            let caller = call.caller.span;
            let connects = matches!(call.operation, Operation::SqlConnect { .. });
            let closes = matches!(call.operation, Operation::SqlClose { .. });
            if connects {
                self.take(caller)?;
            }
            let answer = self.inner.perform(call).await;
            let connected = matches!(answer, Ok(Reply::Connection(_)));
            if closes || (connects && !connected) {
                self.give_back(caller);
            }
            answer
        })
    }
}

/// Bytes that a call brings in its largest arguments.
fn input_size(operation: &Operation) -> usize {
    let words = |list: &[String]| list.iter().map(String::len).sum::<usize>();
    match operation {
        Operation::Exec {
            command, options, ..
        }
        | Operation::RunOnce {
            command, options, ..
        } => words(command) + options.input.as_ref().map_or(0, Vec::len),
        Operation::CopyIn { content, .. } => content.len(),
        Operation::SqlQuery {
            statement, params, ..
        }
        | Operation::SqlExecute {
            statement, params, ..
        } => statement.len() + params.iter().flatten().map(String::len).sum::<usize>(),
        Operation::SqlBatch { statements, .. } => statements.len(),
        Operation::Log { message, .. } => message.len(),
        Operation::JobStart {
            work: JobWork::Sql { statements, .. },
        } => words(statements),
        Operation::Workflow { args, .. } => words(args),
        _ => 0,
    }
}
