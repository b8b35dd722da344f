//! Commands in running containers. One-off containers are in `one_off`, health checks in `probe_command`.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use tokio::io::AsyncWriteExt;

use super::capture::Capture;
use super::container::ServiceContainer;
use super::explain::explained;
use super::mark::{KillOnDrop, MARK};
use super::setup::Run;
use crate::code::Code;
use crate::engine::request::CreateExec;
use crate::engine::{Attached, EngineError, ExecExit, LogStream};
use crate::fault::Fault;
use crate::operation::{ExecOptions, Execution};

impl Run {
    /// Runs a command in a running container.
    pub async fn exec(
        self: &Arc<Self>,
        service: &str,
        command: &[String],
        options: &ExecOptions,
    ) -> Result<Execution, Fault> {
        let container = self.running(service)?;
        if command.is_empty() {
            return Err(Fault::new(Code::ExecFailed, "the command is empty").service(service));
        }
        check_environment(service, options)?;
        let mark = self.mark();
        let work = self.exec_marked(&container, command, options, &mark);
        let execution = self.limited(options, &container, &mark, work).await?;
        check(service, command, options, execution)
    }

    /// Runs work within the options' limit; past it, or when the call is cancelled, the processes are ended.
    pub(super) async fn limited(
        self: &Arc<Self>,
        options: &ExecOptions,
        container: &Arc<ServiceContainer>,
        mark: &str,
        work: impl Future<Output = Result<Execution, Fault>>,
    ) -> Result<Execution, Fault> {
        let guard = KillOnDrop::new(self, &container.id, mark, options.user.as_deref());
        let Some(ms) = options.timeout_ms else {
            let result = work.await;
            guard.ended();
            return result;
        };
        let limit = Duration::from_millis(u64::from(ms));
        let Ok(result) = tokio::time::timeout(limit, work).await else {
            drop(guard);
            self.commands_ended().await;
            return Err(timed_out(&container.service, ms));
        };
        guard.ended();
        result
    }

    pub(super) async fn exec_marked(
        &self,
        container: &ServiceContainer,
        command: &[String],
        options: &ExecOptions,
        mark: &str,
    ) -> Result<Execution, Fault> {
        let mut environment = options.env.clone();
        environment.push((MARK.to_owned(), mark.to_owned()));
        let request = CreateExec {
            command: command.to_vec(),
            environment,
            user: options.user.clone(),
            working_dir: options.working_dir.clone(),
            stdin: options.input.is_some(),
            privileged: false,
        };
        let request = self.approve("the command", request)?;
        let service = &container.service;
        let failed = |error: EngineError| {
            if error.says("is not running") {
                return explained(
                    Fault::new(
                        Code::ServiceAbsent,
                        format!("service {service:?} does not run"),
                    ),
                    container,
                );
            }
            Fault::from(error).service(service)
        };
        let exec = self
            .engine
            .create_exec(&container.id, request)
            .await
            .map_err(failed)?;
        let attached = self.engine.start_exec(&exec).await.map_err(failed)?;
        let execution = self
            .collect(attached, options)
            .await
            .map_err(|fault| fault.service(service))?;
        match self.engine.inspect_exec(&exec).await.map_err(failed)? {
            ExecExit::Exited(exit_code) => Ok(as_a_shell_tells(Execution {
                exit_code,
                ..execution
            })),
            ExecExit::Running | ExecExit::Unknown => Err(explained(
                Fault::new(
                    Code::ExecFailed,
                    format!("the engine lost the command in service {service:?}; did its container stop?"),
                )
                .detail("command", command.join(" ")),
                container,
            )),
        }
    }

    /// Feeds input and reads output to its end.
    pub(super) async fn collect(
        &self,
        attached: Attached,
        options: &ExecOptions,
    ) -> Result<Execution, Fault> {
        let number = self.number();
        let capture = |stream: &str| {
            let name = format!("{number}.{stream}");
            Capture::new(self.limits.text, &self.outputs, name, self.events.masker())
        };
        let (mut stdout, mut stderr) = (capture("stdout"), capture("stderr"));
        let Attached {
            mut output,
            mut input,
        } = attached;
        let feed = async {
            if let Some(bytes) = &options.input {
                // A command may end without reading all of its input.
                drop(input.write_all(bytes).await);
                drop(input.shutdown().await);
            }
        };
        let read = async {
            while let Some(chunk) = output.next().await {
                let chunk = chunk.map_err(Fault::from)?;
                match chunk.stream {
                    LogStream::Stdout => stdout.push(&chunk.bytes),
                    LogStream::Stderr => stderr.push(&chunk.bytes),
                }
            }
            Ok::<_, Fault>(())
        };
        let ((), result) = tokio::join!(feed, read);
        result?;
        Ok(Execution {
            exit_code: 0,
            output: stdout.into_text(),
            errors: stderr.into_text(),
        })
    }
}

pub(super) fn timed_out(service: &str, ms: u32) -> Fault {
    Fault::new(
        Code::WaitTimeout,
        format!("the command in service {service:?} did not end within {ms} ms and was ended"),
    )
    .service(service)
}

/// The engine writes to standard output that it could not run a command; moved to where a shell tells it, with the
/// exit codes of a shell.
fn as_a_shell_tells(mut execution: Execution) -> Execution {
    let output = &execution.output.content;
    if execution.exit_code == 126 && output.starts_with("OCI runtime exec failed") {
        let is_missing = ["executable file not found", "no such file or directory"]
            .iter()
            .any(|reason| output.contains(reason));
        if is_missing {
            execution.exit_code = 127;
        }
        execution.errors = std::mem::take(&mut execution.output);
    }
    execution
}

/// Refuses names of variables that would set another one, or none.
pub(super) fn check_environment(service: &str, options: &ExecOptions) -> Result<(), Fault> {
    let is_wrong = |name: &&String| name.is_empty() || name.contains(['=', '\n', '\0']);
    match options.env.iter().map(|(name, _)| name).find(is_wrong) {
        None => Ok(()),
        Some(name) => {
            let message = format!(
                "{name:?} cannot name a variable: wanted a name that is not empty and has no `=`, line end or zero byte"
            );
            Err(Fault::new(Code::ArgumentInvalid, message).service(service))
        }
    }
}

/// Turns a non-zero exit code into a fault where the options ask for it.
pub(super) fn check(
    service: &str,
    command: &[String],
    options: &ExecOptions,
    execution: Execution,
) -> Result<Execution, Fault> {
    if execution.exit_code == 0 || !options.check {
        return Ok(execution);
    }
    Err(Fault::new(
        Code::ExecFailed,
        format!(
            "the command in service {service:?} exited with {}",
            execution.exit_code
        ),
    )
    .service(service)
    .detail("command", command.join(" "))
    .detail("exit-code", execution.exit_code.to_string())
    .detail("output", execution.output.content)
    .detail("errors", execution.errors.content))
}
