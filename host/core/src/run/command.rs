//! Commands in containers: exec, one-off containers, and the loop that runs a health check.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use tokio::io::AsyncWriteExt;

use super::capture::Capture;
use super::container::ServiceContainer;
use super::explain::explained;
use super::names;
use super::probe::{Promise, Tries};
use super::setup::Run;
use crate::code::Code;
use crate::engine::ids::ContainerId;
use crate::engine::request::CreateExec;
use crate::engine::{Attached, EngineError, ExecExit, LogStream};
use crate::fault::Fault;
use crate::lines::{LineSplitter, Tail};
use crate::operation::{ExecOptions, Execution};

/// Variable that marks the processes of one command, so that they can be ended.
const MARK: &str = "MZHOST_EXEC";
/// Begins a line of the probe's loop that is no output of the probe.
const TRY: &str = "\u{1e}mzhost-try ";
/// Runs the probe until it passes; the gap grows from 5 to 20 to 50 ms. Each failed try is told by a line.
const PROBE_LOOP: &str = r#"limit=$1; shift
if command -v timeout >/dev/null 2>&1; then set -- timeout "$limit" "$@"; fi
n=0
until "$@"; do
  printf '\n\036mzhost-try %s\n' "$?"
  n=$((n+1))
  if [ $n -lt 100 ]; then sleep 0.005 || sleep 1
  elif [ $n -lt 300 ]; then sleep 0.02 || sleep 1
  else sleep 0.05 || sleep 1; fi
done 2>&1"#;
/// Ends all processes that carry a mark.
const KILL_MARKED: &str = r#"for p in /proc/[0-9]*; do
  if grep -q "$1" "$p/environ" 2>/dev/null; then kill -KILL "${p#/proc/}" 2>/dev/null; fi
done; true"#;
/// Pauses between tries where the image has no shell.
const SLOW_GAP: Duration = Duration::from_millis(50);
const SLOWEST_GAP: Duration = Duration::from_millis(250);
/// Bytes of a probe's output that are kept.
const PROBE_OUTPUT: usize = 4096;

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
        let mark = self.mark();
        let work = self.exec_marked(&container, command, options, &mark);
        let execution = self.limited(options, &container, &mark, work).await?;
        check(service, command, options, execution)
    }

    /// Runs a command in a new container of a service, and removes it.
    pub async fn run_once(
        self: &Arc<Self>,
        service: &str,
        command: &[String],
        options: &ExecOptions,
    ) -> Result<Execution, Fault> {
        let definition = self.service(service)?.clone();
        let dependencies: Vec<String> = definition.depends_on.keys().cloned().collect();
        if !dependencies.is_empty() {
            self.up(&dependencies, true, None).await?;
        }
        let name = [service.to_owned()];
        let images = self.ensure_images(&name).await?;
        self.ensure_networks(&name).await?;
        self.ensure_volumes(&name).await?;
        let image = images.get(service).cloned().unwrap_or_default();
        let uploads = self.uploads(&definition)?;
        let archive = uploads.archive.clone();
        let number = format!("{}{}", self.mark_prefix(), self.number());
        let full = names::one_off(&self.project, service, &number)?;
        let mut request = self.container_request(&definition, &image, uploads, full)?;
        request.labels = self.container_labels(&definition, &image, "", true);
        request.ports.clear();
        request.restart = mzhost_compose::model::Restart::No;
        if !command.is_empty() {
            request.command = Some(command.to_vec());
        }
        request.open_stdin = options.input.is_some();
        request.environment.extend(
            options
                .env
                .iter()
                .map(|(name, value)| (name.clone(), Some(value.clone()))),
        );
        request.user = options.user.clone().or(request.user);
        request.working_dir = options.working_dir.clone().or(request.working_dir);
        let id = self.create(&definition, request).await?;
        let guard = RemoveOnDrop(Some((Arc::clone(self), id.clone())));
        if !archive.is_empty() {
            self.engine.upload(&id, archive).await?;
        }
        let work = async {
            let attached = self.engine.attach(&id, options.input.is_some()).await?;
            self.engine.start_container(&id).await?;
            let execution = self.collect(attached, options).await?;
            let state = self.engine.inspect_container(&id).await?.state;
            Ok::<_, Fault>(Execution {
                exit_code: state.exit_code,
                ..execution
            })
        };
        let execution = match options.timeout_ms {
            None => work.await,
            Some(ms) => tokio::time::timeout(Duration::from_millis(u64::from(ms)), work)
                .await
                .unwrap_or_else(|_| Err(timed_out(service, ms))),
        };
        guard.remove().await;
        check(
            service,
            command,
            options,
            execution.map_err(|fault| fault.service(service))?,
        )
    }

    /// Runs work within the options' limit; past it, or when the call is cancelled, the processes are ended.
    async fn limited(
        self: &Arc<Self>,
        options: &ExecOptions,
        container: &Arc<ServiceContainer>,
        mark: &str,
        work: impl Future<Output = Result<Execution, Fault>>,
    ) -> Result<Execution, Fault> {
        let mut guard = KillOnDrop(Some((
            Arc::clone(self),
            container.id.clone(),
            mark.to_owned(),
        )));
        let result = match options.timeout_ms {
            None => work.await,
            Some(ms) => {
                match tokio::time::timeout(Duration::from_millis(u64::from(ms)), work).await {
                    Ok(result) => result,
                    Err(_) => return Err(timed_out(&container.service, ms)),
                }
            }
        };
        guard.0 = None;
        result
    }

    async fn exec_marked(
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
        let request = self.policy.approve("the command", request)?;
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
            ExecExit::Exited(exit_code) => Ok(Execution {
                exit_code,
                ..execution
            }),
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
    async fn collect(&self, attached: Attached, options: &ExecOptions) -> Result<Execution, Fault> {
        let number = self.number();
        let file = |stream: &str| {
            self.folder
                .path()
                .join("outputs")
                .join(format!("{number}.{stream}"))
        };
        let mut stdout = Capture::new(self.limits.text, file("stdout"));
        let mut stderr = Capture::new(self.limits.text, file("stderr"));
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

    /// Runs a health check's command in one exec that loops; true when it passed, false when unhealthy.
    pub(super) async fn probe_command(
        self: &Arc<Self>,
        container: &Arc<ServiceContainer>,
        command: &[String],
        promise: Promise,
        tries: &mut Tries,
    ) -> bool {
        let mark = self.mark();
        let mut guard = KillOnDrop(Some((Arc::clone(self), container.id.clone(), mark.clone())));
        loop {
            match self
                .probe_exec(container, command, promise, tries, &mark)
                .await
            {
                LoopEnd::Passed => {
                    guard.0 = None;
                    return true;
                }
                LoopEnd::Unhealthy => return false,
                LoopEnd::NoShell => break,
                // The container is not ready for commands, or is going down, which the caller sees.
                LoopEnd::Broken(said) => {
                    if tries.failed(Instant::now(), said) {
                        return false;
                    }
                    tokio::time::sleep(SLOW_GAP).await;
                }
            }
        }
        self.probe_slowly(container, command, promise, tries).await
    }

    async fn probe_exec(
        &self,
        container: &ServiceContainer,
        command: &[String],
        promise: Promise,
        tries: &mut Tries,
        mark: &str,
    ) -> LoopEnd {
        let seconds = promise.timeout.as_secs().max(1).to_string();
        let mut argv: Vec<String> = ["sh", "-c", PROBE_LOOP, "sh", &seconds]
            .map(str::to_owned)
            .to_vec();
        argv.extend(command.iter().cloned());
        let request = CreateExec {
            command: argv,
            environment: vec![(MARK.to_owned(), mark.to_owned())],
            ..CreateExec::default()
        };
        let Ok(request) = self.policy.approve("the health check", request) else {
            return LoopEnd::NoShell;
        };
        let exec = match self.engine.create_exec(&container.id, request).await {
            Ok(exec) => exec,
            Err(error) => return LoopEnd::Broken(error.to_string()),
        };
        let mut attached = match self.engine.start_exec(&exec).await {
            Ok(attached) => attached,
            Err(error) if error.says("executable file not found") => return LoopEnd::NoShell,
            Err(error) => return LoopEnd::Broken(error.to_string()),
        };
        let mut lines = LineSplitter::default();
        let mut said = Tail::new(PROBE_OUTPUT);
        let mut unhealthy = false;
        while let Some(Ok(chunk)) = attached.output.next().await {
            lines.push(&chunk.bytes, |line| {
                if let Some(code) = line.strip_prefix(TRY) {
                    let text = format!("{}\nexit code {code}", said.text().trim());
                    said = Tail::new(PROBE_OUTPUT);
                    unhealthy |= tries.failed(Instant::now(), text);
                } else {
                    said.push(line.as_bytes());
                    said.push(b"\n");
                }
            });
            if unhealthy {
                return LoopEnd::Unhealthy;
            }
        }
        match self.engine.inspect_exec(&exec).await {
            Ok(ExecExit::Exited(0)) => LoopEnd::Passed,
            Ok(ExecExit::Exited(126 | 127))
                if said.text().contains("executable file not found") =>
            {
                LoopEnd::NoShell
            }
            Ok(end) => LoopEnd::Broken(format!("{} ({end:?})", said.text().trim())),
            Err(error) => LoopEnd::Broken(error.to_string()),
        }
    }

    /// One exec for each try: for images without a shell.
    async fn probe_slowly(
        self: &Arc<Self>,
        container: &Arc<ServiceContainer>,
        command: &[String],
        promise: Promise,
        tries: &mut Tries,
    ) -> bool {
        let options = ExecOptions {
            timeout_ms: Some(u32::try_from(promise.timeout.as_millis()).unwrap_or(u32::MAX)),
            ..ExecOptions::default()
        };
        let mut gap = SLOW_GAP;
        loop {
            let mark = self.mark();
            let work = self.exec_marked(container, command, &options, &mark);
            let said = match self.limited(&options, container, &mark, work).await {
                Ok(execution) if execution.exit_code == 0 => return true,
                Ok(execution) => format!(
                    "{}{}\nexit code {}",
                    execution.output.content, execution.errors.content, execution.exit_code
                ),
                Err(fault) => fault.message,
            };
            if tries.failed(Instant::now(), said) {
                return false;
            }
            tokio::time::sleep(gap).await;
            gap = (gap * 2).min(SLOWEST_GAP);
        }
    }

    fn mark_prefix(&self) -> String {
        crate::archive::digest(format!("{}{}", self.project, self.seed).as_bytes())
            .get(..8)
            .unwrap_or_default()
            .to_owned()
    }

    fn mark(&self) -> String {
        format!("{}-{}", self.mark_prefix(), self.number())
    }

    async fn kill_marked(&self, id: &ContainerId, mark: &str) {
        let request = CreateExec {
            command: ["sh", "-c", KILL_MARKED, "sh", &format!("{MARK}={mark}")]
                .map(str::to_owned)
                .to_vec(),
            user: Some("0".to_owned()),
            ..CreateExec::default()
        };
        let Ok(request) = self.policy.approve("ending a command", request) else {
            return;
        };
        // Where the container is gone or has no shell, there is nothing more to do.
        if let Ok(exec) = self.engine.create_exec(id, request).await
            && let Ok(mut attached) = self.engine.start_exec(&exec).await
        {
            while attached.output.next().await.is_some() {}
        }
    }
}

/// How the loop of a health check ended.
enum LoopEnd {
    Passed,
    Unhealthy,
    NoShell,
    Broken(String),
}

/// Ends the processes of a command that nobody waits for any more.
struct KillOnDrop(Option<(Arc<Run>, ContainerId, String)>);

impl Drop for KillOnDrop {
    fn drop(&mut self) {
        if let Some((run, id, mark)) = self.0.take()
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            runtime.spawn(async move { run.kill_marked(&id, &mark).await });
        }
    }
}

/// Removes a one-off container that nobody waits for any more.
struct RemoveOnDrop(Option<(Arc<Run>, ContainerId)>);

impl RemoveOnDrop {
    async fn remove(mut self) {
        if let Some((run, id)) = self.0.take() {
            // What cannot be removed now is removed with the run.
            drop(run.engine.remove_container(&id).await);
        }
    }
}

impl Drop for RemoveOnDrop {
    fn drop(&mut self) {
        if let Some((run, id)) = self.0.take()
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            runtime.spawn(async move { run.engine.remove_container(&id).await });
        }
    }
}

fn timed_out(service: &str, ms: u32) -> Fault {
    Fault::new(
        Code::WaitTimeout,
        format!("the command in service {service:?} did not end within {ms} ms and was ended"),
    )
    .service(service)
}

/// Turns a non-zero exit code into a fault where the options ask for it.
fn check(
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
