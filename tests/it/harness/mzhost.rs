//! One start of the program, in an environment that this machine's settings do not reach.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};
use std::thread::JoinHandle;

use tempfile::TempDir;

use super::Done;

/// Compiled guests, which all tests share and the next `cargo test` finds.
pub(crate) const CACHE: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/cache");

/// Variables that pass, beside those of Docker.
const KEPT: [&str; 5] = ["CARGO_HOME", "HOME", "PATH", "RUSTUP_HOME", "TMPDIR"];

/// A start that is being prepared.
pub(crate) struct Mzhost {
    command: Command,
    state: TempDir,
}

/// `mzhost run COMPONENT WORKFLOW…`.
pub(crate) fn run(component: &str, rest: &[&str]) -> Mzhost {
    mzhost(&["run", component]).args(rest)
}

/// `mzhost ARGS…`, with a state folder of its own.
pub(crate) fn mzhost(args: &[&str]) -> Mzhost {
    mzhost_by(&[], args)
}

/// The same, by programs that run the rest of their arguments, such as `nsenter`.
pub(crate) fn mzhost_by(by: &[&str], args: &[&str]) -> Mzhost {
    let program = [by, &[env!("CARGO_BIN_EXE_mzhost")]].concat();
    started(program[0], &[&program[1..], args].concat())
}

/// The program alone in a folder, of which it is the only file `mzhost`.
pub(crate) struct Installed(TempDir);

impl Installed {
    pub(crate) fn new() -> Self {
        // Links do not cross file systems.
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        std::fs::hard_link(env!("CARGO_BIN_EXE_mzhost"), folder.path().join("mzhost")).unwrap();
        Self(folder)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.0.path()
    }

    /// `mzhost ARGS…` by this program.
    pub(crate) fn mzhost(&self, args: &[&str]) -> Mzhost {
        started(self.0.path().join("mzhost").to_str().unwrap(), args)
    }
}

fn started(program: &str, args: &[&str]) -> Mzhost {
    let state = tempfile::tempdir().unwrap();
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("MZHOST_STATE_DIR", state.path())
        .env("MZHOST_CACHE_DIR", CACHE)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .stdin(Stdio::null())
        .args(args);
    for (name, value) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if KEPT.contains(&&*text) || text.starts_with("DOCKER_") {
            command.env(name, value);
        }
    }
    Mzhost { command, state }
}

impl Mzhost {
    pub(crate) fn args(mut self, args: &[&str]) -> Self {
        self.command.args(args);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Starts in a folder.
    pub(crate) fn current_dir(mut self, folder: impl AsRef<Path>) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Sees the runs of another start.
    pub(crate) fn state_of(self, other: &Done) -> Self {
        self.env("MZHOST_STATE_DIR", other.state())
    }

    /// Runs it to its end.
    pub(crate) fn done(mut self) -> Done {
        let output = self.command.output().unwrap();
        Done::new(
            output.status,
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
            self.state,
        )
    }

    /// Starts it and leaves it running.
    pub(crate) fn start(mut self) -> Running {
        let mut child = self
            .command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let err = child.stderr.take().unwrap();
        Running {
            child,
            out,
            seen: String::new(),
            rest: Some((std::thread::spawn(move || read_all(err)), self.state)),
        }
    }
}

/// A process that runs.
pub(crate) struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
    seen: String,
    /// Standard error and the state folder, until it is done.
    rest: Option<(JoinHandle<String>, TempDir)>,
}

impl Running {
    /// Reads the output until a line contains the text.
    pub(crate) fn wait_for(&mut self, text: &str) {
        let found = self.wait_until(|line| line.contains(text));
        assert!(found, "it ended without {text:?}:\n{}", self.seen);
    }

    /// Reads the output until a line is as wanted. Whether there was one.
    pub(crate) fn wait_until(&mut self, wanted: impl Fn(&str) -> bool) -> bool {
        loop {
            let begin = self.seen.len();
            if self.out.read_line(&mut self.seen).unwrap() == 0 {
                return false;
            }
            if wanted(&self.seen[begin..]) {
                return true;
            }
        }
    }

    /// What was read.
    pub(crate) fn seen(&self) -> &str {
        &self.seen
    }

    /// The project of its run.
    pub(crate) fn project(&self) -> String {
        let (_, state) = self.rest.as_ref().unwrap();
        let mut runs = std::fs::read_dir(state.path().join("runs")).unwrap();
        super::done::project_of(&runs.next().unwrap().unwrap().path())
    }

    /// The most memory that it had so far, in KiB.
    pub(crate) fn peak_memory_kib(&self) -> u64 {
        let status = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(status).unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|peak| peak.trim().strip_suffix(" kB"));
        peak.unwrap().parse().unwrap()
    }

    /// Sends a signal such as `TERM`.
    pub(crate) fn signal(&self, name: &str) {
        // The shell's own command: a program of this name is not on every machine.
        let kill = format!("kill -{name} {}", self.child.id());
        let sent = Command::new("sh").args(["-c", &kill]).status().unwrap();
        assert!(sent.success(), "{kill} failed");
    }

    /// Waits for its end.
    pub(crate) fn done(mut self) -> Done {
        self.out.read_to_string(&mut self.seen).unwrap();
        let status = self.child.wait().unwrap();
        let (err, state) = self.rest.take().unwrap();
        let seen = std::mem::take(&mut self.seen);
        Done::new(status, seen, err.join().unwrap(), state)
    }
}

impl Drop for Running {
    /// A test that fails half-way leaves nothing behind.
    fn drop(&mut self) {
        if self.rest.is_some() {
            self.signal("TERM");
            drop(self.child.wait());
        }
    }
}

fn read_all(mut stream: ChildStderr) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}
