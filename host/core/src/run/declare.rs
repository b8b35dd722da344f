//! What answers a guest that declares its services: no engine, only what the user granted.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::code::Code;
use crate::event::{EventKind, Events};
use crate::fault::Fault;
use crate::operation::{Operation, Reply};
use crate::perform::{Answer, BoxFuture, Call, Caller, Perform};
use crate::root::Root;

use super::catalog;
use super::folder::with_root;

/// Answers logging, granted variables, the composition's files and the catalog, which are allowed in every phase.
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
    /// Where the composition's files are.
    pub root: Arc<Root>,
    /// Most bytes of a file that are answered at once.
    pub file_limit: usize,
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
                | Operation::FileRead { .. }
                | Operation::FileFind { .. }
        )
    }

    pub(crate) async fn answer(&self, caller: &Caller, operation: Operation) -> Answer {
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
            Operation::FileRead {
                path,
                offset,
                length,
            } => {
                let limit = self.file_limit;
                let data = with_root(&self.root, move |root| {
                    root.read(&path, offset, length, limit)
                });
                data.await.map(Reply::Data)
            }
            Operation::FileFind { glob } => {
                let (paths, truncated) =
                    with_root(&self.root, move |root| root.find(&glob)).await?;
                Ok(Reply::Paths { paths, truncated })
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
        Box::pin(async move { self.answer(&call.caller, call.operation).await })
    }
}
