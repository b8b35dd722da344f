//! `mzhost exec SERVICE COMMAND…`: runs a command in a running service; its exit code is ours.

use std::io::{IsTerminal, Read};

use clap::Args;
use clap::builder::BoolishValueParser;
use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use mzhost_core::operation::ExecOptions;

use super::args::{Global, Selecting};
use super::{attach, print};

#[derive(Debug, Args)]
pub(super) struct Exec {
    /// The service
    service: String,
    /// The command and its arguments
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    command: Vec<String>,
    #[command(flatten)]
    selecting: Selecting,
    /// User to run as
    #[arg(long, short, value_name = "USER", env = "MZHOST_USER")]
    user: Option<String>,
    /// Folder to run in
    #[arg(long, short, value_name = "PATH", env = "MZHOST_WORKDIR")]
    workdir: Option<String>,
    /// Hand standard input to the command
    #[arg(long, short, env = "MZHOST_INTERACTIVE", value_parser = BoolishValueParser::new())]
    interactive: bool,
}

impl Exec {
    pub(super) async fn execute(self, global: &Global) -> Result<u8, Fault> {
        let attached = attach::attach(global, &self.selecting).await?;
        let input = if self.interactive && !std::io::stdin().is_terminal() {
            let mut bytes = Vec::new();
            std::io::stdin().read_to_end(&mut bytes).map_err(|error| {
                Fault::new(Code::Io, format!("failed to read standard input: {error}"))
            })?;
            Some(bytes)
        } else {
            None
        };
        let options = ExecOptions {
            input,
            user: self.user,
            working_dir: self.workdir,
            ..ExecOptions::default()
        };
        let execution = attached
            .run
            .exec(&self.service, &self.command, &options)
            .await?;
        print::text(&execution.output.content);
        print::errors(execution.errors.content.as_bytes());
        if execution.output.truncated || execution.errors.truncated {
            print::errors(b"mzhost: the output was cut at 1 MiB\n");
        }
        Ok(u8::try_from(execution.exit_code).unwrap_or(1))
    }
}
