//! The command line: one file for each subcommand. An answer is printed by `print`, a run by the reports.

mod args;
mod attach;
mod build;
mod catalog;
mod compile;
mod config;
mod doctor;
mod down;
mod exec;
mod files;
mod gc;
mod granting;
mod inspect;
mod list;
mod logs;
mod new;
mod opening;
mod port;
mod print;
mod ps;
mod python_runner;
mod reap;
mod run;
mod signals;
mod slt;
mod sql;
mod td;
mod testing;
mod up;

use std::ffi::{OsStr, OsString};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};
use mzhost_core::code::{Code, exit_for};
use mzhost_core::fault::Fault;

use args::Global;

/// Runs container test workflows that are compiled to WebAssembly components.
#[derive(Debug, Parser)]
#[command(name = "mzhost", version, max_term_width = 100, after_help = EXIT_CODES)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 passed, 1 the workflow failed, 2 wrong command line, and one for each \
other kind of failure: see docs/error-codes.md. Every flag can be given as an environment variable, such as \
MZHOST_SEED for --seed.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Run a workflow, and clean up after it
    Run(run::Run),
    /// List the workflows of a composition
    List(list::List),
    /// Make the component of a folder, to be passed on
    Build(build::Build),
    /// Compile compositions into the cache, so that no run waits for it
    Compile(compile::Compile),
    /// Make the component that runs Python, beside this program
    PythonRunner(python_runner::PythonRunner),
    /// Begin a composition in a new folder
    New(new::New),
    /// Show what a composition holds and asks for, and what the policy says to it
    Inspect(inspect::Inspect),
    /// Print the services as a Compose file
    Config(config::Config),
    /// Bring services up and leave them running
    Up(up::Up),
    /// Remove the containers and networks of a project
    Down(down::Down),
    /// Remove what dead runs left
    Gc(gc::Gc),
    /// Show the containers of a project
    Ps(ps::Ps),
    /// Print the logs of services
    Logs(logs::Logs),
    /// Run a command in a running service
    Exec(exec::Exec),
    /// Run SQL on a service
    Sql(sql::Sql),
    /// Run testdrive files (.td) against any server, without Docker
    Td(td::Td),
    /// Run sqllogictest files (.slt) against any server, without Docker
    Slt(slt::Slt),
    /// Print the address that a service's port is published at
    Port(port::Port),
    /// List the services of the catalog, or show one
    Catalog(catalog::Catalog),
    /// Check what mzhost needs on this machine
    Doctor(doctor::Doctor),
    /// Clean up after a run whose process dies; started by `run`
    #[command(hide = true)]
    Reap(reap::Reap),
}

/// Parses the arguments, runs the subcommand, gives the exit code.
pub fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let cli = match parse(&words) {
        Ok(cli) => cli,
        Err(error) => {
            let code = if error.use_stderr() {
                Code::Usage.exit()
            } else {
                0
            };
            // A closed pipe is no reason to fail.
            drop(error.print());
            return ExitCode::from(code);
        }
    };
    let runtime = match cli.command.runtime().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            print::fault(
                &cli.global,
                &Fault::new(
                    Code::Internal,
                    format!("failed to start the runtime: {error}"),
                ),
            );
            return ExitCode::from(Code::Internal.exit());
        }
    };
    let code = runtime.block_on(async {
        match cli.command.execute(&cli.global).await {
            Ok(code) => code,
            Err(fault) => {
                print::fault(&cli.global, &fault);
                exit_for(&fault.code)
            }
        }
    });
    // Threads that wait for a server that does not answer must not keep the process.
    runtime.shutdown_background();
    ExitCode::from(code)
}

/// Parses the words of the command line.
fn parse(words: &[OsString]) -> Result<Cli, clap::Error> {
    Cli::try_parse_from(words).or_else(|error| {
        let asks = error.kind() == ErrorKind::DisplayHelp;
        asks.then(|| asking_workflow(words)).flatten().ok_or(error)
    })
}

/// The command line that asks a workflow for help and not mzhost, `run DIR WORKFLOW --help`, if it is one.
fn asking_workflow(words: &[OsString]) -> Option<Cli> {
    let is_help = |word: &OsStr| word == "--help" || word == "-h";
    let at = words.iter().position(|word| is_help(word))?;
    let (before, after) = words.split_at(at);
    let separator = OsString::from("--");
    let separated = before.iter().chain([&separator]).chain(after);
    let cli = Cli::try_parse_from(separated).ok()?;
    // Without a workflow before it, it was taken for the workflow.
    let asks = matches!(&cli.command, Command::Run(run) if run.args().first().is_some_and(|first| is_help(first.as_ref())));
    asks.then_some(cli)
}

impl Command {
    /// Test files talk to a server in turns: on one thread, no answer has to wake another one. A reaper does nothing
    /// but wait, and must be small.
    fn runtime(&self) -> tokio::runtime::Builder {
        match self {
            Self::Td(_) | Self::Slt(_) | Self::Reap(_) => {
                tokio::runtime::Builder::new_current_thread()
            }
            _ => tokio::runtime::Builder::new_multi_thread(),
        }
    }

    async fn execute(self, global: &Global) -> Result<u8, Fault> {
        match self {
            Self::Run(command) => Ok(command.execute(global).await),
            Self::List(command) => command.execute(global).await,
            Self::Build(command) => command.execute(global).await,
            Self::Compile(command) => command.execute(global).await,
            Self::PythonRunner(command) => command.execute(global).await,
            Self::New(command) => command.execute(),
            Self::Inspect(command) => command.execute(global).await,
            Self::Config(command) => command.execute(global).await,
            Self::Up(command) => command.execute(global).await,
            Self::Down(command) => command.execute(global).await,
            Self::Gc(command) => command.execute(global).await,
            Self::Ps(command) => command.execute(global).await,
            Self::Logs(command) => command.execute(global).await,
            Self::Exec(command) => command.execute(global).await,
            Self::Sql(command) => command.execute(global).await,
            Self::Td(command) => command.execute(global).await,
            Self::Slt(command) => command.execute(global).await,
            Self::Port(command) => command.execute(global).await,
            Self::Catalog(command) => command.execute(),
            Self::Doctor(command) => command.execute(global).await,
            Self::Reap(command) => command.execute().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::{Cli, Command, parse};

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn help_after_a_workflow_is_the_workflows() {
        let args = |line: &str| {
            let words: Vec<_> = line.split(' ').map(Into::into).collect();
            match parse(&words).ok()?.command {
                Command::Run(run) => Some(run.args().join(" ")),
                _ => panic!("{line} is no run"),
            }
        };
        for (line, passed) in [
            ("mzhost run x default --help", Some("--help")),
            ("mzhost run x default -h more", Some("-h more")),
            ("mzhost run x default --keep --help", Some("--help")),
            (
                "mzhost run x default --rows 2 --help",
                Some("--rows 2 --help"),
            ),
            ("mzhost run x default -- --help", Some("--help")),
            ("mzhost run x --help", None),
            ("mzhost run x --help default", None),
            ("mzhost run --help x default", None),
            ("mzhost run --help", None),
            ("mzhost --help", None),
            ("mzhost list x --help", None),
        ] {
            assert_eq!(args(line).as_deref(), passed, "{line}");
        }
    }

    #[test]
    fn every_flag_has_an_environment_variable() {
        let command = Cli::command();
        let all = std::iter::once(&command).chain(command.get_subcommands());
        for argument in all.flat_map(clap::Command::get_arguments) {
            let Some(long) = argument.get_long() else {
                continue;
            };
            if ["help", "version"].contains(&long) {
                continue;
            }
            let wanted = format!("MZHOST_{}", long.replace('-', "_").to_uppercase());
            let found = argument
                .get_env()
                .map(|name| name.to_string_lossy().into_owned());
            assert_eq!(found, Some(wanted), "--{long}");
        }
    }
}
