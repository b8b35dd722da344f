//! `mzhost list DIR`: reads the component, compiles it only when it is an interpreter.

use clap::Args;
use clap::builder::BoolishValueParser;
use mzhost_core::event::Events;
use mzhost_core::fault::Fault;
use mzhost_core::mask::Masker;

use super::args::{Composition, Global};
use super::opening::{opening, quietly};
use super::print;
use crate::composition::Component;
use crate::guest::WorkflowInfo;

#[derive(Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    composition: Composition,
    /// Show hidden workflows, too
    #[arg(long, env = "MZHOST_ALL", value_parser = BoolishValueParser::new())]
    all: bool,
    /// Print JSON
    #[arg(long, env = "MZHOST_JSON", value_parser = BoolishValueParser::new())]
    json: bool,
}

impl List {
    pub(super) async fn execute(self, global: &Global) -> Result<u8, Fault> {
        let work = async |events: &Events| self.list(global, events).await;
        quietly(global, &self.composition, work).await
    }

    async fn list(&self, global: &Global, events: &Events) -> Result<u8, Fault> {
        let opening = opening(global, &self.composition, events)?;
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
            print::text(&events.masker().mask(&format!("{json}\n")));
        } else {
            let rows: Vec<Vec<String>> = shown
                .into_iter()
                .map(|workflow| row(workflow, events.masker()))
                .collect();
            print::table(&["WORKFLOW", "DESCRIPTION"], &rows);
        }
        Ok(0)
    }
}

fn row(workflow: WorkflowInfo, masker: &Masker) -> Vec<String> {
    [&workflow.name, workflow.summary()]
        .map(|cell| masker.mask(cell).into_owned())
        .to_vec()
}
