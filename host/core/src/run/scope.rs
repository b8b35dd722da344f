//! What one workflow opened, and ends with it.

use std::collections::HashMap;
use std::sync::Arc;

use super::cases::Cases;
use super::jobs::Job;
use super::setup::Run;
use crate::fault::Fault;
use crate::sql::Connection;

/// What one workflow opened.
#[derive(Default)]
pub(super) struct Scope {
    pub(super) connections: HashMap<u32, Arc<Connection>>,
    pub(super) jobs: HashMap<u32, Arc<Job>>,
    pub(super) cases: Cases,
    /// Replacements of services, and whether the workflow is one that another waits for.
    pub(super) overrides: Vec<(u32, bool)>,
}

impl Scope {
    /// How many of its jobs run.
    pub(super) fn running_jobs(&self) -> usize {
        self.jobs.values().filter(|job| job.is_running()).count()
    }

    /// Cancels running jobs and waits for their ends. The fault is that of one that had failed and that nobody waited for.
    pub(super) async fn end_jobs(&mut self) -> Option<Fault> {
        let mut jobs: Vec<_> = std::mem::take(&mut self.jobs).into_iter().collect();
        jobs.sort_by_key(|(number, _)| *number);
        let failed = jobs.iter().find_map(|(_, job)| job.unwatched_failure());
        for (_, job) in &jobs {
            job.cancel().await;
        }
        failed
    }
}

/// Puts back what a workflow replaced, the last one first. The fault is the first that there was.
pub(super) async fn put_back(run: &Run, overrides: Vec<(u32, bool)>) -> Option<Fault> {
    let mut fault = None;
    for (number, nested) in overrides.into_iter().rev() {
        // After the outermost workflow nothing is brought up any more; its containers go, or stay as they are.
        let result = run.put_back(number, nested).await;
        fault = fault.or(result.err());
    }
    fault
}
