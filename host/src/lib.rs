//! The native host: loads a component, reads its services and workflows, and carries out what it asks for.
//! Docker and SQL are in `mzhost-core`.

mod bindings;
pub mod cli;
mod composition;
pub mod guest;
mod imports;
pub mod project;
mod reaper;
mod runner;
mod session;
