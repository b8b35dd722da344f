//! What workflows have open: found by their numbers, counted, ended with the workflow.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use super::super::jobs::Job;
use super::super::scope::{Scope, put_back};
use super::Executor;
use crate::code::Code;
use crate::event::SpanId;
use crate::fault::Fault;
use crate::operation::{JobWork, Reply};
use crate::perform::Caller;
use crate::sql::Connection;

/// Jobs of a workflow that are remembered, running or not looked at.
const MOST_JOBS: usize = 1000;

impl Executor {
    /// Ends what a workflow opened: running jobs are cancelled and awaited, connections closed, services put back, test
    /// cases ended. The fault is that of a job that had failed and that nobody waited for, else that of services that could
    /// not be put back, else that of test cases that failed.
    pub async fn end(&self, caller: SpanId) -> Result<(), Fault> {
        let mut scope = self.scopes().remove(&caller).unwrap_or_default();
        let overrides = std::mem::take(&mut scope.overrides);
        let job = scope.end_jobs().await;
        self.run.commands_ended().await;
        drop(scope.connections);
        let put_back = put_back(&self.run, overrides).await;
        let cases = scope.cases.end(&self.run.events);
        job.or(put_back).or(cases).map_or(Ok(()), Err)
    }

    /// [`Self::end`] of a workflow that was cancelled, in the background. Whoever waits for the ends of commands waits for its
    /// services to be back, too.
    pub fn abandon(&self, caller: SpanId) {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return;
        };
        let mut scope = self.scopes().remove(&caller).unwrap_or_default();
        let overrides = std::mem::take(&mut scope.overrides);
        if !overrides.is_empty() {
            let run = Arc::clone(&self.run);
            let back = async move { drop(put_back(&run, overrides).await) };
            self.run.endings.spawn_on(back, &runtime);
        }
        let run = Arc::clone(&self.run);
        runtime.spawn(async move {
            scope.end_jobs().await;
            scope.cases.end(&run.events);
        });
    }

    pub(super) fn scopes(&self) -> std::sync::MutexGuard<'_, HashMap<SpanId, Scope>> {
        self.scopes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn connection(
        &self,
        caller: &Caller,
        number: u32,
    ) -> Result<Arc<Connection>, Fault> {
        self.scopes()
            .get(&caller.span)
            .and_then(|scope| scope.connections.get(&number).cloned())
            .ok_or_else(|| Fault::new(Code::SqlClosed, "the SQL connection is closed"))
    }

    pub(super) fn job(&self, caller: &Caller, number: u32) -> Result<Arc<Job>, Fault> {
        self.scopes()
            .get(&caller.span)
            .and_then(|scope| scope.jobs.get(&number).cloned())
            .ok_or_else(|| Fault::new(Code::Internal, format!("there is no job {number}")))
    }

    /// Whether the caller may open another connection. A guest makes one call at a time, so that there is none
    /// on its way.
    pub(super) fn connection_allowed(&self, caller: &Caller) -> Result<(), Fault> {
        let scopes = self.scopes();
        let open = scopes
            .get(&caller.span)
            .map_or(0, |scope| scope.connections.len());
        let all = scopes.values().map(|scope| scope.connections.len()).sum();
        let limits = &self.run.limits;
        too_many(
            Code::LimitConnections,
            "SQL connections are open",
            "close one",
            [(open, limits.connections), (all, limits.all_connections)],
        )
    }

    pub(super) fn keep_connection(&self, caller: &Caller, connection: Connection) -> Reply {
        let number = self.run.number();
        self.scopes()
            .entry(caller.span)
            .or_default()
            .connections
            .insert(number, Arc::new(connection));
        Reply::Connection(number)
    }

    pub(super) fn forget_override(&self, caller: &Caller, replacement: u32) {
        if let Some(scope) = self.scopes().get_mut(&caller.span) {
            scope.overrides.retain(|(number, _)| *number != replacement);
        }
    }

    pub(super) fn start_job(&self, caller: &Arc<Caller>, work: JobWork) -> Result<Reply, Fault> {
        let limits = &self.run.limits;
        let mut scopes = self.scopes();
        let all = scopes.values().map(Scope::running_jobs).sum();
        let scope = scopes.entry(caller.span).or_default();
        too_many(
            Code::LimitJobs,
            "jobs run already",
            "wait for one",
            [(scope.running_jobs(), limits.jobs), (all, limits.all_jobs)],
        )?;
        if scope.jobs.len() >= MOST_JOBS {
            // Those that ended and were looked at can be forgotten; of the others, the outcome is kept.
            scope.jobs.retain(|_, job| !job.is_done());
            too_many(
                Code::LimitJobs,
                "jobs were never looked at",
                "wait for them",
                [(scope.jobs.len(), MOST_JOBS)],
            )?;
        }
        let number = self.run.number();
        let job = Job::start(&self.run, caller, number, work);
        scope.jobs.insert(number, Arc::new(job));
        Ok(Reply::Job(number))
    }
}

/// The fault for the first of some numbers that has reached its limit.
fn too_many<const N: usize>(
    code: Code,
    what: &str,
    advice: &str,
    numbers: [(usize, usize); N],
) -> Result<(), Fault> {
    match numbers.iter().find(|(number, limit)| number >= limit) {
        None => Ok(()),
        Some((number, limit)) => {
            let message = format!("{number} {what}, the limit is {limit}; {advice}");
            Err(Fault::new(code, message))
        }
    }
}
