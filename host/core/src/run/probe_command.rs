//! The command of a health check: one exec that loops inside the container, so that a try costs a fork and not
//! a round trip through the engine.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use tokio::time::timeout_at;

use super::container::ServiceContainer;
use super::mark::{KillOnDrop, MARK};
use super::probe::{Promise, Tries};
use super::setup::Run;
use crate::engine::ExecExit;
use crate::engine::request::CreateExec;
use crate::lines::{LineSplitter, Tail};
use crate::operation::ExecOptions;

/// Begins a line of the probe's loop that is no output of the probe.
const TRY: &str = "\u{1e}mzhost-try ";
/// Runs the probe until it passes; the gap grows from 5 to 20 to 50 ms. Each failed try is told by a line.
const PROBE_LOOP: &str = r#"n=0
until "$@"; do
  printf '\n\036mzhost-try %s\n' "$?"
  n=$((n+1))
  if [ $n -lt 100 ]; then sleep 0.005 || sleep 1
  elif [ $n -lt 300 ]; then sleep 0.02 || sleep 1
  else sleep 0.05 || sleep 1; fi
done 2>&1"#;
/// Pauses between tries where the image has no shell.
const SLOW_GAP: Duration = Duration::from_millis(50);
const SLOWEST_GAP: Duration = Duration::from_millis(250);
/// Bytes of a probe's output that are kept.
const PROBE_OUTPUT: usize = 4096;

/// How the loop of a health check ended.
enum LoopEnd {
    Passed,
    Unhealthy,
    NoShell,
    /// A try took longer than the promise's `timeout`.
    Hung,
    Broken(String),
}

impl Run {
    /// Runs a health check's command in one exec that loops; true when it passed, false when unhealthy.
    pub(super) async fn probe_command(
        self: &Arc<Self>,
        container: &Arc<ServiceContainer>,
        command: &[String],
        promise: Promise,
        tries: &mut Tries,
    ) -> bool {
        let mark = self.mark();
        let guard = KillOnDrop::new(self, &container.id, &mark, None);
        loop {
            match self
                .probe_exec(container, command, promise, tries, &mark)
                .await
            {
                LoopEnd::Passed => {
                    guard.ended();
                    return true;
                }
                LoopEnd::Unhealthy => return false,
                LoopEnd::NoShell => break,
                LoopEnd::Hung => {
                    self.kill_marked(&container.id, &mark, None).await;
                    let said = format!("no end in {} ms", promise.timeout.as_millis());
                    if tries.failed(Instant::now(), said) {
                        return false;
                    }
                }
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
        let mut argv: Vec<String> = ["sh", "-c", PROBE_LOOP, "sh"].map(str::to_owned).to_vec();
        argv.extend(command.iter().cloned());
        let request = CreateExec {
            command: argv,
            environment: vec![(MARK.to_owned(), mark.to_owned())],
            ..CreateExec::default()
        };
        let Ok(request) = self.approve("the health check", request) else {
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
        let mut hung_at = tokio::time::Instant::now() + promise.timeout + SLOW_GAP;
        loop {
            let chunk = match timeout_at(hung_at, attached.output.next()).await {
                Ok(Some(Ok(chunk))) => chunk,
                Ok(_) => break,
                Err(_) => return LoopEnd::Hung,
            };
            lines.push(&chunk.bytes, |line| {
                if let Some(code) = line.strip_prefix(TRY) {
                    let text = format!("{}\nexit code {code}", said.text().trim());
                    said = Tail::new(PROBE_OUTPUT);
                    unhealthy |= tries.failed(Instant::now(), text);
                    hung_at = tokio::time::Instant::now() + promise.timeout + SLOW_GAP;
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
}
