//! The innermost performer: from an operation to the run's methods. What a workflow opened ends with it.

mod scopes;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::declare::Declaring;
use super::http_request::HttpRequest;
use super::scope::Scope;
use super::setup::Run;
use crate::code::Code;
use crate::event::SpanId;
use crate::fault::Fault;
use crate::operation::{Operation, Reply};
use crate::perform::{Answer, BoxFuture, Call, Caller, Perform};

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

fn duration(ms: u32) -> Duration {
    Duration::from_millis(u64::from(ms))
}
