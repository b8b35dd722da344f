//! `mzhost compile DIR…`: fills the cache with what runs will need, so that none of them waits for a compiler.

use std::path::PathBuf;

use clap::Args;
use mzhost_core::fault::Fault;
use mzhost_core::mask::Masker;

use super::args::Global;
use super::opening::{granted_to_build, quiet_events};
use super::print;
use crate::composition::Component;

#[derive(Debug, Args)]
pub(super) struct Compile {
    /// Folders with a composition, or .wasm components
    #[arg(value_name = "DIR", required = true)]
    dirs: Vec<PathBuf>,
}

impl Compile {
    pub(super) async fn execute(self, global: &Global) -> Result<u8, Fault> {
        let events = quiet_events(global, Masker::default());
        for dir in &self.dirs {
            let opening = granted_to_build(global, dir, &events);
            let component = Component::find(&opening).await?;
            let file = component.file().display().to_string();
            component.load(&opening).await?;
            print::text(&format!("{file}\n"));
        }
        Ok(0)
    }
}
