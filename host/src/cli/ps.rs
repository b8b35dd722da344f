//! `mzhost ps`: the containers of a project.

use clap::Args;
use mzhost_core::fault::Fault;
use mzhost_core::run::names::SERVICE;

use super::args::{Global, Selecting};
use super::{attach, print};
use crate::runner::connect;

#[derive(Debug, Args)]
pub(super) struct Ps {
    #[command(flatten)]
    selecting: Selecting,
}

impl Ps {
    pub(super) async fn execute(self, global: &Global) -> Result<u8, Fault> {
        let project = attach::project(global, &self.selecting.dir, &self.selecting.by)?;
        let engine = connect().await?;
        let rows: Vec<Vec<String>> = attach::containers(&engine, &project)
            .await?
            .into_iter()
            .map(|container| {
                let ports: Vec<String> = container
                    .ports
                    .iter()
                    .map(|(port, address, published)| format!("{address}:{published}->{port}"))
                    .collect();
                vec![
                    container.labels.get(SERVICE).cloned().unwrap_or_default(),
                    container.name,
                    container.status,
                    ports.join(", "),
                ]
            })
            .collect();
        print::table(&["SERVICE", "CONTAINER", "STATUS", "PORTS"], &rows);
        Ok(0)
    }
}
