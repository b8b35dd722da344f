//! What answers a guest that declares its services: no engine, only what the user granted.

use std::collections::BTreeMap;

use crate::code::Code;
use crate::event::{EventKind, Events};
use crate::fault::Fault;
use crate::operation::{Operation, Reply};
use crate::perform::{Answer, BoxFuture, Call, Caller, Perform};

use super::catalog;

/// Answers logging, granted variables and the catalog, which are allowed in every phase.
#[derive(Clone)]
pub struct Declaring {
    /// Where messages go.
    pub events: Events,
    /// Granted variables that are set.
    pub variables: BTreeMap<String, String>,
    /// Seed of all randomness.
    pub seed: u64,
    /// Project name.
    pub project: String,
}

impl Declaring {
    /// Whether it answers an operation.
    pub(crate) fn answers(operation: &Operation) -> bool {
        matches!(
            operation,
            Operation::Log { .. }
                | Operation::VariableGet { .. }
                | Operation::Seed
                | Operation::Project
                | Operation::CatalogKinds
                | Operation::CatalogService { .. }
                | Operation::CatalogMerge { .. }
        )
    }

    pub(crate) fn answer(&self, caller: &Caller, operation: Operation) -> Answer {
        match operation {
            Operation::Log { level, message } => {
                self.events.tell_in(
                    caller.span,
                    None,
                    EventKind::GuestLog {
                        workflow: caller.workflow.clone(),
                        level,
                        message,
                    },
                );
                Ok(Reply::Unit)
            }
            Operation::VariableGet { name } => {
                Ok(Reply::Variable(self.variables.get(&name).cloned()))
            }
            Operation::Seed => Ok(Reply::Line(self.seed.to_string())),
            Operation::Project => Ok(Reply::Line(self.project.clone())),
            Operation::CatalogKinds => Ok(Reply::Names(catalog::kinds())),
            Operation::CatalogService {
                kind,
                parameters,
                overrides,
            } => catalog::service(&kind, &parameters, &overrides).map(Reply::Document),
            Operation::CatalogMerge { documents } => {
                catalog::merge(&documents).map(Reply::Document)
            }
            other => Err(Fault::new(
                Code::Internal,
                format!("nobody performs {other:?}"),
            )),
        }
    }
}

impl Perform for Declaring {
    fn perform(&self, call: Call) -> BoxFuture<'_, Answer> {
        let answer = self.answer(&call.caller, call.operation);
        Box::pin(std::future::ready(answer))
    }
}
