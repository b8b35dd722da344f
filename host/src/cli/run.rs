//! `mzhost run DIR [WORKFLOW] [ARGS…]`.

use std::path::PathBuf;
use std::sync::Arc;

use clap::builder::BoolishValueParser;
use clap::{Args, ValueEnum};
use mzhost_core::code::Code;
use mzhost_core::crash::Lifetime;
use mzhost_core::event::{Consumer, EventKind};
use mzhost_core::fault::Fault;
use mzhost_core::report::{JUnit, JsonLines, Problems, Terminal};
use mzhost_core::run::{Run as CoreRun, names::project_name};

use super::args::{Composition, Global, Images, Making};
use super::opening::opening;
use super::print;
use super::signals::Signals;
use crate::composition::{Component, Opening};
use crate::guest::WorkflowInfo;
use crate::project::locate;
use crate::runner::{Beginning, Begun, CLEANUP_LIMIT, LastLines, Permits, Rest, random_seed};
use crate::session::{Session, unknown};

/// The workflow that runs when none is named.
const DEFAULT: &str = "default";

/// What is written to standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Terminal,
    /// The events, one JSON object per line.
    Jsonl,
}

/// When containers are left running.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Keep {
    Always,
    OnFailure,
    Never,
}

#[derive(Debug, Args)]
pub(super) struct Run {
    #[command(flatten)]
    composition: Composition,
    /// The workflow
    #[arg(default_value = DEFAULT)]
    workflow: String,
    /// Arguments of the workflow, which also gets a --help that stands here
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<String>,
    #[command(flatten)]
    making: Making,
    #[command(flatten)]
    images: Images,
    /// Leave the containers running, always or on failure only
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_value = "never",
          default_missing_value = "always", env = "MZHOST_KEEP")]
    keep: Keep,
    /// Write what came into the test files of the composition's folder in place of what was expected
    #[arg(long, env = "MZHOST_REWRITE_RESULTS", value_parser = BoolishValueParser::new())]
    rewrite_results: bool,
    /// What to print
    #[arg(long, value_enum, default_value = "terminal", env = "MZHOST_FORMAT")]
    format: Format,
    /// Write a JUnit XML report to this file
    #[arg(long, value_name = "FILE", env = "MZHOST_JUNIT")]
    junit: Option<PathBuf>,
}

/// How the workflow ended, and what is left to clean up.
struct End {
    run: Option<Arc<CoreRun>>,
    fault: Option<Fault>,
    interrupted: bool,
}

impl Run {
    /// What the workflow is given.
    pub(super) fn args(&self) -> &[String] {
        &self.args
    }

    /// Runs, reports, and gives the exit code.
    pub(super) async fn execute(self, global: &Global) -> u8 {
        let mut signals = match Signals::new() {
            Ok(signals) => signals,
            Err(fault) => return failed_early(global, &fault),
        };
        let seed = self.composition.seed.unwrap_or_else(random_seed);
        let begun = match self.begin(global, seed) {
            Ok(begun) => begun,
            Err(fault) => return failed_early(global, &fault),
        };
        let mut run = None;
        let end = tokio::select! {
            result = self.perform(global, &begun, seed, &mut run) => End {
                run: None,
                fault: result.err(),
                interrupted: false,
            },
            fault = signals.next() => End {
                run: None,
                fault: Some(fault),
                interrupted: true,
            },
        };
        let end = End { run, ..end };
        let log = match (&end.run, &end.fault) {
            (Some(run), Some(fault)) => LastLines::of(run, fault),
            _ => LastLines::default(),
        };
        let (rest, problem) = self.leave(&end, &mut signals).await;
        let fault = end.fault.or(problem);
        begun.finish(log, Some(self.workflow.clone()), fault, rest)
    }

    fn begin(&self, global: &Global, seed: u64) -> Result<Begun, Fault> {
        let dir = &self.composition.dir;
        let name = match &self.making.project_name {
            Some(name) => project_name(name),
            None => locate(dir)?.name,
        };
        let problems = Problems::default();
        let out = Box::new(std::io::stdout());
        let mut consumers: Vec<Box<dyn Consumer>> = vec![match self.format {
            Format::Terminal => Box::new(Terminal::new(out, global.style(false), problems.clone())),
            Format::Jsonl => Box::new(JsonLines::new(out, "standard output", problems.clone())),
        }];
        if let Some(path) = &self.junit {
            consumers.push(Box::new(JUnit::new(path.clone(), problems.clone())));
        }
        Begun::new(Beginning {
            state_dir: global.state_dir()?,
            composition: dir.display().to_string(),
            name,
            own_project: self.making.project_name.is_none(),
            workflow: Some((self.workflow.clone(), self.args.clone())),
            lifetime: match self.keep {
                Keep::Never => Lifetime::Run,
                // A run whose process dies has failed, too.
                Keep::Always | Keep::OnFailure => Lifetime::Kept,
            },
            seed,
            masker: self.composition.grants.masker()?,
            consumers,
            problems,
        })
    }

    /// Everything from building to the workflow's end. The run is put into `run` as soon as there may be
    /// something to clean up.
    async fn perform(
        &self,
        global: &Global,
        begun: &Begun,
        seed: u64,
        run: &mut Option<Arc<CoreRun>>,
    ) -> Result<(), Fault> {
        let limits = self.composition.limits();
        let opening = Opening {
            seed,
            images: self.images.map()?,
            ..opening(global, &self.composition, &begun.events)?
        };
        let permits = Permits {
            rewrite_results: self.rewrite_results,
            ..self.making.permits()
        };
        let component = Component::find(&opening).await?;
        if !component.description.runner {
            self.check(&component.description.workflows)?;
        }
        let composition = component.load(&opening).await?;
        let workflows = composition.workflows(&opening).await?;
        self.check(&workflows)?;
        let made = begun.run(&composition, &opening, permits).await?;
        if self.making.project_name.is_some() {
            made.refuse_foreign().await?;
        }
        *run = Some(Arc::clone(&made));
        let names = workflows
            .into_iter()
            .map(|workflow| workflow.name)
            .collect();
        let session = Session::new(&made, Arc::clone(&composition.loaded), names, limits);
        session
            .run(&self.workflow, self.args.clone(), None)
            .await
            .result
    }

    /// Whether the workflow is there; else the list of those that are.
    fn check(&self, workflows: &[WorkflowInfo]) -> Result<(), Fault> {
        if workflows.iter().any(|known| known.name == self.workflow) {
            return Ok(());
        }
        let names: Vec<String> = workflows.iter().map(|known| known.name.clone()).collect();
        let list: Vec<String> = workflows
            .iter()
            .filter(|known| !known.hidden)
            .map(|known| format!("{}  {}", known.name, known.summary()))
            .collect();
        Err(unknown(&self.workflow, &names).detail("workflows", list.join("\n")))
    }

    /// Cleans up, or keeps what is there. A second signal ends it at once, and leaves the rest to the reaper.
    /// That something could not be removed fails a run that passed.
    async fn leave(&self, end: &End, signals: &mut Signals) -> (Rest, Option<Fault>) {
        let Some(run) = &end.run else {
            return (Rest::Settled, None);
        };
        let failed = end.fault.is_some();
        if self.keep == Keep::Always || (self.keep == Keep::OnFailure && failed) {
            run.keep().await;
            return (Rest::Settled, None);
        }
        let reason = match (&end.fault, end.interrupted) {
            (Some(fault), true) => format!("interrupted: {}", fault.message),
            (Some(_), false) => "failed".to_owned(),
            (None, _) => "finished".to_owned(),
        };
        let problem = tokio::select! {
            removed = run.clean_up(&reason) => match removed.problems.first() {
                None => return (Rest::Settled, None),
                Some(problem) => {
                    left_behind(run, "clean-up failed");
                    Some(format!("clean-up failed: {problem}"))
                }
            },
            _ = signals.next() => {
                left_behind(run, "clean-up was cut short by a second signal");
                None
            }
            () = tokio::time::sleep(CLEANUP_LIMIT) => {
                left_behind(run, "clean-up took too long");
                Some("clean-up took too long".to_owned())
            }
        };
        let fault = problem.map(|problem| Fault::new(Code::EngineError, problem));
        (Rest::Left, fault)
    }
}

fn left_behind(run: &CoreRun, why: &str) {
    run.events().tell(EventKind::Warning {
        message: format!(
            "{why}; what is left is being removed in the background: {} tells how it went, and `mzhost down --project-name {} -v` removes it, too",
            run.folder().reaper_log_path().display(),
            run.project()
        ),
    });
}

/// A failure before there is a run folder.
fn failed_early(global: &Global, fault: &Fault) -> u8 {
    print::fault(global, fault);
    mzhost_core::code::exit_for(&fault.code).max(Code::WorkflowFailed.exit())
}
