//! The actions of `$` commands: one file or folder per family, one registry.
//!
//! A new action is an [`Entry`] in its family's `ENTRIES` and the type that it builds.

mod arguments;
pub mod control;
mod entry;
pub mod file;
pub mod http;
pub mod kafka;
pub mod materialize;
pub mod mysql;
pub mod postgres;
pub mod psql;
mod registry;
pub mod schema_registry;
pub mod sleep;

use crate::access::BoxFuture;
use crate::context::Context;
use crate::failure::Error;

pub use arguments::{Arguments, Line};
pub use entry::{Argument, Body, Entry};
pub use registry::{Family, all, families, find};

/// An action with its arguments checked and its variables replaced.
pub trait Action: Send {
    /// Runs it. An action that waits does so by `context.policy()`.
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>>;
}

/// How a file goes on after an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flow {
    /// With the next command.
    Next,
    /// With the command after the next `skip-end`.
    Skip,
    /// With the next command; the action's expectation was not met, and this is what its body should be. Only with
    /// `--rewrite-results`.
    Rewrite(Vec<String>),
}
