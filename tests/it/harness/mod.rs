//! Starts mzhost and looks at what it answered and left behind. Used by all tests.

mod done;
mod engine;
mod mzhost;
mod project;
mod redact;

pub(crate) use done::Done;
pub(crate) use engine::{container_ids, leftovers, with_engine};
pub(crate) use mzhost::{CACHE, Installed, Mzhost, Running, mzhost, mzhost_by, run};
pub(crate) use project::Project;
pub(crate) use redact::redact;
