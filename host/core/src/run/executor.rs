//! The innermost performer: from an operation to the run's methods. What a workflow opened ends with it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::declare::Declaring;
use super::http_request::HttpRequest;
use super::jobs::Job;
use super::scope::{Scope, put_back};
use super::setup::Run;
use crate::code::Code;
use crate::event::SpanId;
use crate::fault::Fault;
use crate::operation::{JobWork, Operation, Reply};
use crate::perform::{Answer, BoxFuture, Call, Caller, Perform};
use crate::sql::Connection;

/// Jobs of a workflow that are remembered, running or not looked at.
const MOST_JOBS: usize = 1000;

/// Performs operations on a run.
pub struct Executor {
    run: Arc<Run>,
    /// Answers what needs no container.
    declaring: Declaring,
    scopes: Mutex<HashMap<SpanId, Scope>>,
}

impl Executor {
    /// An executor for a run.
    pub fn new(run: Arc<Run>) -> Arc<Self> {
        let declaring = Declaring {
            events: run.events.clone(),
            variables: run.variables.clone(),
            seed: run.seed,
            project: run.project.clone(),
            root: Arc::clone(&run.root),
            file_limit: run.limits.data,
        };
        Arc::new(Self {
            run,
            declaring,
            scopes: Mutex::default(),
        })
    }

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

    fn scopes(&self) -> std::sync::MutexGuard<'_, HashMap<SpanId, Scope>> {
        self.scopes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn connection(&self, caller: &Caller, number: u32) -> Result<Arc<Connection>, Fault> {
        self.scopes()
            .get(&caller.span)
            .and_then(|scope| scope.connections.get(&number).cloned())
            .ok_or_else(|| Fault::new(Code::SqlClosed, "the SQL connection is closed"))
    }

    fn job(&self, caller: &Caller, number: u32) -> Result<Arc<Job>, Fault> {
        self.scopes()
            .get(&caller.span)
            .and_then(|scope| scope.jobs.get(&number).cloned())
            .ok_or_else(|| Fault::new(Code::Internal, format!("there is no job {number}")))
    }

    /// Whether the caller may open another connection. A guest makes one call at a time, so that there is none
    /// on its way.
    fn connection_allowed(&self, caller: &Caller) -> Result<(), Fault> {
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

    fn keep_connection(&self, caller: &Caller, connection: Connection) -> Reply {
        let number = self.run.number();
        self.scopes()
            .entry(caller.span)
            .or_default()
            .connections
            .insert(number, Arc::new(connection));
        Reply::Connection(number)
    }

    fn forget_override(&self, caller: &Caller, replacement: u32) {
        if let Some(scope) = self.scopes().get_mut(&caller.span) {
            scope.overrides.retain(|(number, _)| *number != replacement);
        }
    }

    fn start_job(&self, caller: &Arc<Caller>, work: JobWork) -> Result<Reply, Fault> {
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

    async fn execute(&self, call: Call) -> Answer {
        let run = &self.run;
        let caller = &call.caller;
        let unit = |()| Reply::Unit;
        match call.operation {
            Operation::Up {
                services,
                wait,
                timeout_ms,
            } => run
                .up(&services, wait, timeout_ms.map(duration))
                .await
                .map(unit),
            Operation::WaitReady {
                services,
                timeout_ms,
            } => run
                .wait_ready(&services, duration(timeout_ms))
                .await
                .map(unit),
            Operation::Down { volumes } => run.down(volumes).await.map(unit),
            Operation::Start { services } => run.start(&services).await.map(unit),
            Operation::Stop { services, grace_ms } => {
                run.stop(&services, grace_ms.map(duration)).await.map(unit)
            }
            Operation::Restart { services } => run.restart(&services).await.map(unit),
            Operation::Pause { services } => run.pause(&services).await.map(unit),
            Operation::Unpause { services } => run.unpause(&services).await.map(unit),
            Operation::Kill { services, signal } => run.kill(&services, &signal).await.map(unit),
            Operation::Rm { services } => run.rm(&services).await.map(unit),
            Operation::RmVolumes { names } => run.rm_volumes(&names).await.map(unit),
            Operation::Exec {
                service,
                command,
                options,
            } => run
                .exec(&service, &command, &options)
                .await
                .map(Reply::Execution),
            Operation::RunOnce {
                service,
                command,
                options,
            } => Box::pin(run.run_once(&service, &command, &options))
                .await
                .map(Reply::Execution),
            Operation::CopyIn {
                service,
                path,
                content,
                mode,
            } => run.copy_in(&service, &path, &content, mode).await.map(unit),
            Operation::CopyOut { service, path } => {
                run.copy_out(&service, &path).await.map(Reply::Data)
            }
            Operation::Logs { service, lines } => run.logs(&service, lines).map(Reply::Text),
            Operation::Port {
                service,
                container_port,
            } => run
                .port(&service, container_port)
                .await
                .map(|(host, port)| Reply::Address { host, port }),
            Operation::State { service } => run.state(&service).await.map(Reply::State),
            Operation::Stats { service } => run.stats(&service).await.map(Reply::Usage),
            Operation::Inspect { service } => run.inspect(&service).await.map(Reply::Text),
            Operation::WaitForExit {
                services,
                timeout_ms,
            } => run
                .wait_for_exit(&services, duration(timeout_ms))
                .await
                .map(Reply::Exits),
            Operation::WaitForLog {
                service,
                pattern,
                timeout_ms,
            } => run
                .wait_for_log(&service, &pattern, duration(timeout_ms))
                .await
                .map(Reply::Line),
            Operation::WaitForPort {
                service,
                container_port,
                timeout_ms,
            } => run
                .wait_for_port(&service, container_port, duration(timeout_ms))
                .await
                .map(unit),
            Operation::WaitForHttp {
                service,
                container_port,
                path,
                status,
                timeout_ms,
            } => run
                .wait_for_http(
                    &service,
                    container_port,
                    &path,
                    status,
                    duration(timeout_ms),
                )
                .await
                .map(unit),
            Operation::WaitForCommand {
                service,
                command,
                timeout_ms,
            } => run
                .wait_for_command(&service, &command, duration(timeout_ms))
                .await
                .map(Reply::Execution),
            Operation::HttpRequest {
                service,
                container_port,
                method,
                path,
                headers,
                body,
                timeout_ms,
            } => {
                let request = HttpRequest {
                    service,
                    port: container_port,
                    method,
                    path,
                    headers,
                    body,
                };
                Box::pin(run.http_request(request, duration(timeout_ms)))
                    .await
                    .map(Reply::Http)
            }
            Operation::Workflow { name, args } => {
                let workflows = run.workflows()?;
                workflows
                    .call(name, args, Arc::clone(caller))
                    .await
                    .result
                    .map(unit)
            }
            Operation::TestFiles(files) => Box::pin(run.test_files(files, call.span, caller.span))
                .await?
                .result
                .map(Reply::Tested),
            other => self.execute_own(caller, other).await,
        }
    }

    /// Operations on what the caller itself opened, and those that need no container.
    async fn execute_own(&self, caller: &Arc<Caller>, operation: Operation) -> Answer {
        let run = &self.run;
        match operation {
            Operation::SqlConnect { target, timeout_ms } => {
                self.connection_allowed(caller)?;
                let connection = match timeout_ms {
                    Some(ms) => run.open_sql_within(&target, duration(ms)).await?,
                    None => run.open_sql(&target).await?,
                };
                Ok(self.keep_connection(caller, connection))
            }
            Operation::SqlQuery {
                connection,
                statement,
                params,
            } => {
                let connection = self.connection(caller, connection)?;
                connection.query(statement, params).await.map(Reply::Rows)
            }
            Operation::SqlExecute {
                connection,
                statement,
                params,
            } => {
                let connection = self.connection(caller, connection)?;
                let rows = connection.query(statement, params).await?;
                Ok(Reply::Affected(rows.affected))
            }
            Operation::SqlBatch {
                connection,
                statements,
            } => {
                let connection = self.connection(caller, connection)?;
                connection.batch(statements).await.map(|()| Reply::Unit)
            }
            Operation::SqlClose { connection } => {
                if let Some(scope) = self.scopes().get_mut(&caller.span) {
                    scope.connections.remove(&connection);
                }
                Ok(Reply::Unit)
            }
            Operation::SqlWaitForRows {
                target,
                query,
                expected,
                timeout_ms,
            } => run
                .wait_for_rows(&target, &query, &expected, duration(timeout_ms))
                .await
                .map(|()| Reply::Unit),
            Operation::Override { document } => {
                let number = run.number();
                // Known before it is in force, so that it ends with the workflow also when this call is dropped.
                let nested = caller.depth > 0;
                self.scopes()
                    .entry(caller.span)
                    .or_default()
                    .overrides
                    .push((number, nested));
                let replaced = run.replace_services(number, &document).await;
                if replaced.is_err() {
                    self.forget_override(caller, number);
                }
                replaced.map(|()| Reply::Replacement(number))
            }
            Operation::OverrideClose { replacement } => {
                let back = run.put_back(replacement, true).await;
                self.forget_override(caller, replacement);
                back.map(|()| Reply::Unit)
            }
            Operation::CaseStart { name } => {
                let number = run.number();
                let mut scopes = self.scopes();
                let cases = &mut scopes.entry(caller.span).or_default().cases;
                let most = run.limits.test_cases;
                cases.start(&run.events, caller, number, name, most)?;
                Ok(Reply::Case(number))
            }
            Operation::CaseEnd { case, end } => {
                let mut scopes = self.scopes();
                let cases = &mut scopes.entry(caller.span).or_default().cases;
                cases.finish(&run.events, case, end)?;
                Ok(Reply::Unit)
            }
            Operation::JobStart { work } => self.start_job(caller, work),
            Operation::JobPoll { job } => Ok(Reply::Outcome(self.job(caller, job)?.poll())),
            Operation::JobWait { job, timeout_ms } => {
                let job = self.job(caller, job)?;
                match tokio::time::timeout(duration(timeout_ms), job.wait()).await {
                    Ok(outcome) => Ok(Reply::Outcome(Some(outcome))),
                    Err(_) => Err(Fault::new(
                        Code::JobTimeout,
                        format!("the job {:?} did not end within {timeout_ms} ms", job.title),
                    )),
                }
            }
            Operation::JobCancel { job } => {
                let job = self.job(caller, job)?;
                let outcome = job.cancel().await;
                self.run.commands_ended().await;
                Ok(Reply::Outcome(Some(outcome)))
            }
            other => self.declaring.answer(caller, other).await,
        }
    }
}

impl Perform for Executor {
    fn perform(&self, call: Call) -> BoxFuture<'_, Answer> {
        Box::pin(self.execute(call))
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

fn duration(ms: u32) -> Duration {
    Duration::from_millis(u64::from(ms))
}
