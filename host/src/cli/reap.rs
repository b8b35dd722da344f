//! `mzhost reap RUN FOLDER`: not for people. Waits at its standard input until the run's process is gone.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use clap::Args;
use mzhost_core::crash::reap;
use mzhost_core::engine::Endpoint;
use mzhost_core::fault::Fault;
use mzhost_core::ids::RunId;
use mzhost_core::journal::Journal;
use mzhost_core::run_folder::RunFolder;
use time::OffsetDateTime;

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
        let folder = RunFolder::at(self.folder);
        let mut log = open_log(&folder.reaper_log_path());
        let mut say = |text: &str| {
            let line = format!("{} {text}\n", OffsetDateTime::now_utc());
            drop(log.as_mut().map(|log| log.write_all(line.as_bytes())));
        };
        say("the process of the run is gone; removing what it left");
        let endpoint = Endpoint::of_process()?;
        // Without its journal, what the run was about to make is not known, and is waited for less long.
        let asked = Journal::read(&folder.journal_path()).unwrap_or_default();
        match reap(&endpoint, &self.run, &asked, &mut say).await {
            Ok(()) => {
                say("nothing of it is left");
                // A journal that does not say so brings nothing back.
                drop(folder.end_lost());
                Ok(0)
            }
            Err(fault) => {
                say(&fault.message);
                Err(fault)
            }
        }
    }
}

/// The log; none where it cannot be written: a full disk stops no clean-up.
fn open_log(path: &Path) -> Option<File> {
    let mut options = OpenOptions::new();
    options
        .append(true)
        .create(true)
        .mode(0o600)
        .open(path)
        .ok()
}

/// Waits for the run's process. Whether it said that nothing is left to do.
fn is_done() -> bool {
    let mut word = [0];
    // Interrupted reads are tried again; any other error means that there is no pipe to wait at.
    std::io::stdin().read_exact(&mut word).is_ok() && word == [DONE]
}
