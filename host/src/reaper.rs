//! A run's reaper: a process that outlives this one, and cleans up if this one dies before it could.
//!
//! It is this program again (`mzhost reap`), in a process group of its own, so that no Ctrl-C reaches it. It does nothing
//! but read a pipe that only this process holds the other end of: the end of the pipe without [`DONE`] means that this
//! process is gone. Started when there is a run folder, before anything is made.

use std::io::{self, Write};
use std::os::unix::process::CommandExt;
use std::process::{ChildStdin, Command, Stdio};

use mzhost_core::engine::{ENGINE_VARIABLES, Endpoint};
use mzhost_core::ids::RunId;
use mzhost_core::run_folder::RunFolder;

/// What tells the reaper that nothing is left to do.
pub(crate) const DONE: u8 = b'd';

/// The end of the pipe that keeps the reaper waiting. Dropped without [`Reaper::dismiss`], as by the end of this
/// process, it makes the reaper clean up.
pub(crate) struct Reaper {
    pipe: ChildStdin,
}

impl Reaper {
    /// Starts the reaper of a run. It uses the same engine, also if the user's settings change meanwhile. None without a
    /// usable address of an engine: then the run makes nothing, and says why.
    pub(crate) fn start(run: &RunId, folder: &RunFolder) -> io::Result<Option<Self>> {
        let Ok(endpoint) = Endpoint::of_process() else {
            return Ok(None);
        };
        let mut command = Command::new(std::env::current_exe()?);
        for name in ENGINE_VARIABLES {
            command.env_remove(name);
        }
        let mut child = command
            .envs(endpoint.variables())
            .args(["reap", run.as_str()])
            .arg(std::path::absolute(folder.path())?)
            .process_group(0)
            // The standard library makes pipes that no other child inherits.
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        Ok(child.stdin.take().map(|pipe| Self { pipe }))
    }

    /// Lets the reaper end: nothing is left, or what is left is kept on purpose.
    pub(crate) fn dismiss(mut self) {
        // One that has ended before needs no word.
        drop(self.pipe.write_all(&[DONE]));
    }
}
