//! `mzhost list DIR`: reads the component, compiles it only when it is an interpreter.

use clap::Args;
use mzhost_core::event::{Consumer, Events};
use mzhost_core::fault::Fault;
use mzhost_core::report::{Problems, Terminal};

use super::args::{Composition, Global};
use super::print;
use crate::composition::{Component, Opening};
use crate::guest::WorkflowInfo;
use crate::runner::random_seed;

#[derive(Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    composition: Composition,
    /// Show hidden workflows, too
    #[arg(long, env = "MZHOST_ALL")]
    all: bool,
    /// Print JSON
    #[arg(long, env = "MZHOST_JSON")]
    json: bool,
}

impl List {
    pub(super) async fn execute(self, global: &Global) -> Result<u8, Fault> {
        let events = quiet_events(global);
        let opening = opening(global, &self.composition, &events);
        let component = Component::find(&opening).await?;
        let workflows = if component.description.runner {
            component.load(&opening).await?.workflows(&opening).await?
        } else {
            component.description.workflows
        };
        let shown: Vec<WorkflowInfo> = workflows
            .into_iter()
            .filter(|workflow| self.all || !workflow.hidden)
            .collect();
        if self.json {
            let json = serde_json::to_string_pretty(&shown).unwrap_or_default();
            print::text(&format!("{json}\n"));
        } else {
            let rows: Vec<Vec<String>> = shown.into_iter().map(row).collect();
            print::table(&["WORKFLOW", "DESCRIPTION"], &rows);
        }
        Ok(0)
    }
}

fn row(workflow: WorkflowInfo) -> Vec<String> {
    let first = workflow
        .description
        .trim()
        .lines()
        .next()
        .unwrap_or_default();
    vec![workflow.name, first.to_owned()]
}

/// Events on standard error, for subcommands whose answer is on standard output.
pub(super) fn quiet_events(global: &Global) -> Events {
    let out = Box::new(std::io::stderr());
    let consumers: Vec<Box<dyn Consumer>> = vec![Box::new(Terminal::new(
        out,
        global.style(true),
        Problems::default(),
    ))];
    Events::new("", consumers)
}

/// How to open a composition without running it.
pub(super) fn opening<'a>(
    global: &Global,
    composition: &'a Composition,
    events: &'a Events,
) -> Opening<'a> {
    Opening {
        dir: &composition.dir,
        root: composition.root.as_deref(),
        cache: global.cache_dir(),
        limits: composition.limits(),
        variables: composition.grants.variables(),
        seed: composition.seed.unwrap_or_else(random_seed),
        events,
    }
}
