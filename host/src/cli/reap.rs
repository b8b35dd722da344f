//! `mzhost reap RUN FOLDER`: not for people. Waits at its standard input until the run's process is gone.

use std::io::Read;
use std::path::PathBuf;

use clap::Args;
use mzhost_core::code::Code;
use mzhost_core::crash::reap;
use mzhost_core::engine::Endpoint;
use mzhost_core::fault::{Fault, chain};
use mzhost_core::ids::RunId;
use mzhost_core::run_folder::RunFolder;
use time::OffsetDateTime;

use super::print;
use crate::reaper::DONE;

#[derive(Debug, Args)]
pub(super) struct Reap {
    /// The run's id
    run: RunId,
    /// The run's folder
    folder: PathBuf,
}

impl Reap {
    pub(super) async fn execute(self) -> Result<u8, Fault> {
        if is_done() {
            return Ok(0);
        }
        let say = |text: &str| print::text(&format!("{} {text}\n", OffsetDateTime::now_utc()));
        say(&format!(
            "the process of run {} is gone; removing what it left",
            self.run
        ));
        let endpoint = Endpoint::from_environment(|name| std::env::var(name).ok())?;
        reap(&endpoint, &self.run, say).await?;
        say("nothing of it is left");
        let folder = RunFolder::at(self.folder);
        // The folder may be gone, or its disk full: neither makes anything of the run come back.
        folder
            .end_lost()
            .map_err(|error| Fault::new(Code::Io, chain(&error)))?;
        Ok(0)
    }
}

/// Waits for the run's process. Whether it said that nothing is left to do.
fn is_done() -> bool {
    let mut word = [0];
    // Interrupted reads are tried again; any other error means that there is no pipe to wait at.
    std::io::stdin().read_exact(&mut word).is_ok() && word == [DONE]
}
