//! `mzhost build DIR`: makes the component that can be passed on, and its compiled copy in the cache.

use std::path::{Path, PathBuf};

use clap::Args;
use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use mzhost_core::mask::Masker;

use super::args::Global;
use super::opening::{granted_to_build, quiet_events};
use super::print;
use crate::composition::{Component, Opening};

#[derive(Debug, Args)]
pub(super) struct Build {
    /// A folder with a composition
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// Copy the component to this file
    #[arg(long, short, value_name = "FILE", env = "MZHOST_OUTPUT")]
    output: Option<PathBuf>,
}

impl Build {
    pub(super) async fn execute(self, global: &Global) -> Result<u8, Fault> {
        if self.dir.is_file() {
            let text = format!(
                "{} is no folder: there is nothing to build; `mzhost compile` fills the cache",
                self.dir.display()
            );
            return Err(Fault::new(Code::Usage, text));
        }
        let events = quiet_events(global, Masker::default());
        let opening = Opening {
            package: true,
            ..granted_to_build(global, &self.dir, &events)
        };
        let component = Component::find(&opening).await?;
        let made = self.copied(component.file())?;
        component.load(&opening).await?;
        print::text(&format!("{}\n", made.display()));
        Ok(0)
    }

    /// The component where the user wants it.
    fn copied(&self, component: &Path) -> Result<PathBuf, Fault> {
        let Some(output) = &self.output else {
            return Ok(component.to_owned());
        };
        std::fs::copy(component, output).map_err(|error| {
            Fault::new(Code::Io, format!("cannot write {}", output.display())).cause(&error)
        })?;
        Ok(output.clone())
    }
}
