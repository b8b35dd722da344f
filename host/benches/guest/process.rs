//! Whole processes of `mzhost`, with a cache and a state folder of their own.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use mzhost_test_artifacts as artifacts;
use tempfile::TempDir;

use crate::Outcome;
use crate::table::{self, Samples};

const COLD: usize = 3;
const CACHED: usize = 15;

/// From the start of `mzhost run` to the guest's first call: a message that it logs while it declares its
/// services, so that no engine is needed.
pub(crate) fn first_call() -> Outcome<()> {
    table::heading("from process start to first host call");
    let mut cold = Samples::default();
    for _ in 0..COLD {
        cold.push(first_call_in(&Home::new()?)?);
    }
    table::row("cold: the guest is compiled", &cold, "");
    let home = Home::new()?;
    first_call_in(&home)?;
    let mut cached = Samples::default();
    for _ in 0..CACHED {
        cached.push(first_call_in(&home)?);
    }
    table::row("cached", &cached, "");
    Ok(())
}

fn first_call_in(home: &Home) -> Outcome<Duration> {
    let begun = Instant::now();
    let mut child = home
        .mzhost()
        .args(["run", "--format", "jsonl", artifacts::OUTPUT, "default"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let stdout = child.stdout.take().ok_or("the process has no output")?;
    let mut lines = BufReader::new(stdout).lines();
    let mut time = None;
    for line in lines.by_ref() {
        if line?.contains(r#""kind":"guest-log""#) {
            time = Some(begun.elapsed());
            break;
        }
    }
    // How the workflow ends does not matter here: without an engine it fails.
    lines.for_each(drop);
    child.wait()?;
    time.ok_or_else(|| "the guest made no call; does `mzhost run` work?".into())
}

/// `mzhost list` of a folder, from the second time on: what a shell's completion would wait for.
pub(crate) fn list() -> Outcome<()> {
    table::heading("mzhost list, the second time, whole process");
    let workflows = Path::new(env!("CARGO_MANIFEST_DIR")).join("../workflows/postgres-smoke");
    for (title, dir) in [
        ("a folder, nothing to build", workflows),
        ("a component", PathBuf::from(artifacts::OUTPUT)),
    ] {
        let home = Home::new()?;
        list_in(&home, &dir)?;
        let mut samples = Samples::default();
        for _ in 0..CACHED {
            samples.push(list_in(&home, &dir)?);
        }
        table::row(title, &samples, "median < 50 ms");
    }
    Ok(())
}

fn list_in(home: &Home, dir: &Path) -> Outcome<Duration> {
    let begun = Instant::now();
    let output = home.mzhost().arg("list").arg(dir).output()?;
    let time = begun.elapsed();
    if output.status.success() {
        Ok(time)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into())
    }
}

/// Folders for one user's cache and runs.
pub(crate) struct Home(TempDir);

impl Home {
    pub(crate) fn new() -> Outcome<Self> {
        let home = Self(tempfile::tempdir()?);
        fs::create_dir(home.0.path().join("cache"))?;
        Ok(home)
    }

    /// A folder of its own.
    pub(crate) fn folder(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn cache(&self) -> PathBuf {
        self.0.path().join("cache")
    }

    pub(crate) fn mzhost(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mzhost"));
        command
            .env("MZHOST_CACHE_DIR", self.0.path().join("cache"))
            .env("MZHOST_STATE_DIR", self.0.path().join("state"))
            .stdin(Stdio::null());
        command
    }
}
