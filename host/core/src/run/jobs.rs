//! Background jobs of a workflow.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::watch;
use tokio::task::AbortHandle;

use super::setup::Run;
use crate::code::Code;
use crate::event::{EventKind, SpanId};
use crate::fault::Fault;
use crate::operation::{Execution, JobOutcome, JobState, JobWork, Text};
use crate::perform::{BoxFuture, Caller};
use crate::report::text::cut;
use crate::title::test_files;

/// Characters of a job's title: it stands in events and messages.
const LONGEST_TITLE: usize = 200;

/// Runs workflows that other workflows ask for, each on an instance of its own.
pub trait Workflows: Send + Sync {
    /// Runs a workflow. Its output is told as events, and returned.
    fn call(
        &self,
        name: String,
        args: Vec<String>,
        parent: Arc<Caller>,
    ) -> BoxFuture<'static, WorkflowEnd>;
}

/// How a workflow ended.
pub struct WorkflowEnd {
    /// Why it failed.
    pub result: Result<(), Fault>,
    /// What it printed.
    pub output: Text,
}

/// A job.
pub(crate) struct Job {
    pub(crate) title: String,
    outcome: watch::Receiver<Option<JobOutcome>>,
    settle: watch::Sender<Option<JobOutcome>>,
    abort: AbortHandle,
    /// Whether the workflow has looked at the outcome.
    watched: AtomicBool,
}

impl Job {
    /// Starts work in the background.
    pub(crate) fn start(run: &Arc<Run>, caller: &Arc<Caller>, number: u32, work: JobWork) -> Self {
        let (settle, outcome) = watch::channel(None);
        let title = title(&work);
        let span = run.events.span();
        let parent = Some(caller.span);
        run.events.tell_in(
            span,
            parent,
            EventKind::JobStarted {
                job: number,
                title: title.clone(),
            },
        );
        let task = {
            let (run, caller, settle) = (Arc::clone(run), Arc::clone(caller), settle.clone());
            tokio::spawn(async move {
                let outcome = finish(&run, &caller, span, work).await;
                end(&settle, &run, span, parent, number, outcome);
            })
        };
        let abort = task.abort_handle();
        {
            // An aborted task has been dropped when its handle is ready: only then is the job cancelled.
            let (run, settle) = (Arc::clone(run), settle.clone());
            tokio::spawn(async move {
                if task.await.is_err() {
                    let outcome = JobOutcome {
                        state: JobState::Cancelled,
                        error: None,
                        output: Text::default(),
                    };
                    end(&settle, &run, span, parent, number, outcome);
                }
            });
        }
        Self {
            title,
            outcome,
            settle,
            abort,
            watched: AtomicBool::new(false),
        }
    }

    /// The outcome, if there is one.
    pub(crate) fn poll(&self) -> Option<JobOutcome> {
        let outcome = self.outcome.borrow().clone();
        if outcome.is_some() {
            self.watched.store(true, Ordering::Relaxed);
        }
        outcome
    }

    /// Waits for the end.
    pub(crate) async fn wait(&self) -> JobOutcome {
        let mut outcome = self.outcome.clone();
        let ended = outcome
            .wait_for(Option::is_some)
            .await
            .map(|value| value.clone());
        self.watched.store(true, Ordering::Relaxed);
        ended.ok().flatten().unwrap_or(JobOutcome {
            state: JobState::Cancelled,
            error: None,
            output: Text::default(),
        })
    }

    /// Ends the job and waits until it has ended.
    pub(crate) async fn cancel(&self) -> JobOutcome {
        self.abort.abort();
        self.wait().await
    }

    /// Whether it runs.
    pub(crate) fn is_running(&self) -> bool {
        self.settle.borrow().is_none()
    }

    /// Whether it has ended and the workflow has looked at the outcome.
    pub(crate) fn is_done(&self) -> bool {
        !self.is_running() && self.watched.load(Ordering::Relaxed)
    }

    /// The fault of a job that failed and that nobody looked at.
    pub(crate) fn unwatched_failure(&self) -> Option<Fault> {
        if self.watched.load(Ordering::Relaxed) {
            return None;
        }
        let outcome = self.outcome.borrow().clone()?;
        if outcome.state != JobState::Failed {
            return None;
        }
        let cause = outcome.error?;
        let mut fault = Fault::new(
            Code::JobFailed,
            format!(
                "the job {:?} failed and nobody waited for it: {}",
                self.title, cause.message
            ),
        )
        .detail("job-code", cause.code.as_str());
        fault.service = cause.service;
        fault.details.extend(cause.details);
        Some(fault)
    }
}

fn end(
    settle: &watch::Sender<Option<JobOutcome>>,
    run: &Run,
    span: SpanId,
    parent: Option<SpanId>,
    number: u32,
    outcome: JobOutcome,
) {
    let told = (outcome.state, outcome.error.clone());
    let first = settle.send_if_modified(|slot| {
        let first = slot.is_none();
        if first {
            *slot = Some(outcome);
        }
        first
    });
    if first {
        run.events.tell_in(
            span,
            parent,
            EventKind::JobFinished {
                job: number,
                state: told.0.as_str().to_owned(),
                fault: told.1,
            },
        );
    }
}

async fn finish(run: &Arc<Run>, caller: &Arc<Caller>, span: SpanId, work: JobWork) -> JobOutcome {
    let (result, output) = match work {
        JobWork::Exec {
            service,
            command,
            options,
        } => match run.exec(&service, &command, &options).await {
            Ok(execution) => (Ok(()), both(execution)),
            Err(fault) => {
                let content = format!(
                    "{}{}",
                    fault.get("output").unwrap_or_default(),
                    fault.get("errors").unwrap_or_default()
                );
                (Err(fault), text(content))
            }
        },
        JobWork::Sql { target, statements } => {
            (run_sql(run, &target, statements).await, Text::default())
        }
        JobWork::Workflow { name, args } => match run.workflows() {
            Ok(workflows) => {
                let end = workflows.call(name, args, Arc::clone(caller)).await;
                (end.result, end.output)
            }
            Err(fault) => (Err(fault), Text::default()),
        },
        JobWork::TestFiles(files) => {
            match Box::pin(run.test_files(files, span, caller.span)).await {
                Ok(tested) => (tested.result.map(drop), tested.lines),
                Err(fault) => (Err(fault), Text::default()),
            }
        }
    };
    JobOutcome {
        state: if result.is_ok() {
            JobState::Passed
        } else {
            JobState::Failed
        },
        error: result.err(),
        output,
    }
}

async fn run_sql(
    run: &Arc<Run>,
    target: &crate::operation::SqlTarget,
    statements: Vec<String>,
) -> Result<(), Fault> {
    let connection = run.open_sql(target).await?;
    for statement in statements {
        connection.query(statement, Vec::new()).await?;
    }
    Ok(())
}

fn text(content: String) -> Text {
    Text {
        content,
        truncated: false,
    }
}

fn both(execution: Execution) -> Text {
    Text {
        truncated: execution.output.truncated || execution.errors.truncated,
        content: execution.output.content + &execution.errors.content,
    }
}

fn title(work: &JobWork) -> String {
    let whole = match work {
        JobWork::Exec {
            service, command, ..
        } => format!("exec {service}: {}", command.join(" ")),
        JobWork::Sql { target, statements } => {
            format!(
                "sql {}: {}",
                target.service,
                statements.first().map_or("", String::as_str)
            )
        }
        JobWork::Workflow { name, .. } => format!("workflow {name}"),
        JobWork::TestFiles(files) => test_files(files),
    };
    cut(&whole, LONGEST_TITLE)
}
