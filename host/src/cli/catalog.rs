//! `mzhost catalog`: the services that a composition can take from the catalog.

use clap::{Args, Subcommand};
use mzhost_catalog::{Kind, find, names};
use mzhost_core::code::Code;
use mzhost_core::fault::Fault;

use super::print;

#[derive(Debug, Args)]
pub(super) struct Catalog {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Show a service with its parameters, and the Compose document that it becomes
    Show {
        /// The service
        service: String,
    },
}

impl Catalog {
    pub(super) fn execute(self) -> Result<u8, Fault> {
        match self.action {
            None => list()?,
            Some(Action::Show { service }) => show(&found(&service)?)?,
        }
        Ok(0)
    }
}

/// A service of the catalog.
fn found(name: &str) -> Result<Kind, Fault> {
    find(name).map_err(|error| fault(&error))
}

fn fault(error: &mzhost_catalog::Error) -> Fault {
    let code = match error {
        mzhost_catalog::Error::Definition { .. } => Code::Internal,
        _ => Code::Usage,
    };
    Fault::new(code, error.to_string())
}

fn list() -> Result<(), Fault> {
    let kinds = names().map(found).collect::<Result<Vec<_>, _>>()?;
    let rows: Vec<Vec<String>> = kinds
        .into_iter()
        .map(|kind| vec![kind.name, kind.title])
        .collect();
    print::table(&["SERVICE", "TITLE"], &rows);
    Ok(())
}

fn show(kind: &Kind) -> Result<(), Fault> {
    let needs = match kind.needs() {
        needs if needs.is_empty() => needs,
        needs => format!("\nNeeds: {needs}\n"),
    };
    let (name, title, documentation) = (&kind.name, &kind.title, &kind.documentation);
    print::text(&format!("{name}: {title}\n\n{documentation}\n{needs}\n"));
    let rows: Vec<Vec<String>> = kind
        .parameters
        .iter()
        .map(|parameter| {
            vec![
                parameter.name.clone(),
                parameter.kind.to_string(),
                parameter.default_text(),
                parameter.meaning_text(),
            ]
        })
        .collect();
    print::table(&["PARAMETER", "TYPE", "DEFAULT", "MEANING"], &rows);
    let yaml = kind.example_yaml().map_err(|error| fault(&error))?;
    print::text(&format!("\n{yaml}"));
    Ok(())
}
