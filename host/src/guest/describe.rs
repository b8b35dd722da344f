//! What a component holds: its workflows with names and descriptions. Nothing is compiled or run, so that
//! `list` takes milliseconds for every guest.

use std::collections::BTreeMap;

use mzhost_core::fault::Fault;
use serde::Serialize;

use super::outline::Outline;
use super::section::{self, Entry};

/// Prefix of the exports that are workflows.
pub(super) const PREFIX: &str = "workflow-";
/// The export of a runner that tells its workflows.
pub(super) const LIST: &str = "list-workflows";
/// The export of a runner that runs one of them.
pub(super) const RUN: &str = "run-workflow";

/// What a component holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// Whether the component is an interpreter that has to be asked for its workflows:
    /// those listed here are not all, or none.
    pub runner: bool,
    /// The workflows, sorted by name.
    pub workflows: Vec<WorkflowInfo>,
    /// Interfaces and functions that it imports, in the file's order.
    pub imports: Vec<String>,
    /// Functions that it exports, in the file's order.
    pub exports: Vec<String>,
}

/// What is known of a workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WorkflowInfo {
    /// Name without `workflow-`.
    pub name: String,
    /// What it does; may be empty or have several lines.
    pub description: String,
    /// Source file.
    pub file: Option<String>,
    /// Line in it.
    pub line: Option<u32>,
    /// Whether a plain list leaves it out.
    pub hidden: bool,
}

impl From<Entry> for WorkflowInfo {
    fn from(entry: Entry) -> Self {
        Self {
            name: entry.name,
            description: entry.description,
            file: entry.file,
            line: entry.line,
            hidden: entry.hidden,
        }
    }
}

impl WorkflowInfo {
    /// The first line of its description.
    pub fn summary(&self) -> &str {
        self.description.trim().lines().next().unwrap_or_default()
    }

    fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            description: String::new(),
            file: None,
            line: None,
            hidden: false,
        }
    }
}

/// Describes a component.
pub fn describe(bytes: &[u8]) -> Result<Description, Fault> {
    from_outline(&Outline::read(bytes)?)
}

pub(super) fn from_outline(outline: &Outline<'_>) -> Result<Description, Fault> {
    let runner = outline.exports(LIST) && outline.exports(RUN);
    let exported: BTreeMap<String, WorkflowInfo> = outline
        .functions
        .iter()
        .filter_map(|function| function.strip_prefix(PREFIX))
        .map(|name| (name.to_owned(), WorkflowInfo::named(name)))
        .collect();
    let workflows = merge(exported, section::entries(&outline.workflows)?, runner);
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Ok(Description {
        runner,
        workflows,
        imports: names(&outline.imports),
        exports: names(&outline.functions),
    })
}

/// Adds what entries say to the workflows that are known; the exports win, so an entry alone counts only
/// where workflows have no exports of their own.
pub(super) fn merge(
    mut known: BTreeMap<String, WorkflowInfo>,
    entries: Vec<Entry>,
    keep_unknown: bool,
) -> Vec<WorkflowInfo> {
    let mut described = std::collections::HashSet::new();
    for entry in entries {
        let wanted = keep_unknown || known.contains_key(&entry.name);
        if wanted && described.insert(entry.name.clone()) {
            known.insert(entry.name.clone(), entry.into());
        }
    }
    known.into_values().collect()
}
