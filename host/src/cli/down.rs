//! `mzhost down [DIR] [-v]`: removes a project by its labels, whoever made it.

use std::path::PathBuf;

use clap::Args;
use clap::builder::BoolishValueParser;
use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use mzhost_core::run::cleanup::remove;
use mzhost_core::run::names::PROJECT;

use super::args::{By, Global};
use super::{attach, print};
use crate::runner::connect;

#[derive(Debug, Args)]
pub(super) struct Down {
    /// Folder or .wasm that the project is named after
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    #[command(flatten)]
    by: By,
    /// Remove named volumes, too
    #[arg(long, short, env = "MZHOST_VOLUMES", value_parser = BoolishValueParser::new())]
    volumes: bool,
}

impl Down {
    pub(super) async fn execute(self, global: &Global) -> Result<u8, Fault> {
        let project = attach::project(global, &self.dir, &self.by)?;
        let engine = connect().await?;
        let removed = remove(&engine, &[format!("{PROJECT}={project}")], self.volumes).await?;
        print::text(&format!(
            "{project}: removed {removed}
"
        ));
        match removed.problems.first() {
            None => Ok(0),
            Some(first) => Err(Fault::new(Code::EngineError, first.clone())
                .detail("problems", removed.problems.join("\n"))),
        }
    }
}
