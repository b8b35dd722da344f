//! Programs that builds call.

use std::io::ErrorKind;
use std::path::Path;
use std::process::{Output, Stdio};

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use tokio::process::Command;

/// A program and how to get it.
pub(super) struct Tool {
    /// The program.
    pub(super) program: &'static str,
    /// What it is needed for, and how to install it, as the rest of a sentence.
    pub(super) install: &'static str,
}

impl Tool {
    /// The program, to be run in a folder.
    pub(super) fn command(&self, folder: &Path) -> Command {
        let mut command = Command::new(self.program);
        command.current_dir(folder);
        command
    }

    /// Runs it. The error for a program that fails has all that it said; `failed` is the sentence before that.
    pub(super) async fn run(&self, mut command: Command, failed: &str) -> Result<Output, Fault> {
        let output = command
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output()
            .await
            .map_err(|error| match error.kind() {
                ErrorKind::NotFound => Fault::new(
                    Code::BuildFailed,
                    format!("{} was not found: {}", self.program, self.install),
                ),
                _ => Fault::new(Code::BuildFailed, format!("cannot run {}", self.program))
                    .cause(&error),
            })?;
        if output.status.success() {
            return Ok(output);
        }
        Err(said(failed, &output))
    }
}

/// The fault for a program that failed, with all that it said.
pub(super) fn said(failed: &str, output: &Output) -> Fault {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    let said = [text(&output.stderr), text(&output.stdout)];
    let said: Vec<String> = said.into_iter().filter(|text| !text.is_empty()).collect();
    Fault::new(Code::BuildFailed, failed).detail("output", said.join("\n"))
}
