//! What a process answered, with assertions that show all of it when they fail.

use std::fmt::{Display, Formatter, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

use serde_json::Value;
use tempfile::TempDir;

use super::engine::leftovers;
use super::project::down;

/// A process that ended. What its runs made and left is removed with it.
pub(crate) struct Done {
    status: ExitStatus,
    pub(crate) out: String,
    pub(crate) err: String,
    state: TempDir,
}

impl Done {
    pub(super) fn new(status: ExitStatus, out: String, err: String, state: TempDir) -> Self {
        Self {
            status,
            out,
            err,
            state,
        }
    }

    /// The exit code; none when a signal ended it.
    pub(crate) fn code(&self) -> Option<i32> {
        self.status.code()
    }

    /// It ended with this exit code.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.status.code(), Some(code), "{self}");
        self
    }

    /// Standard output or standard error contains the text.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        let said = self.out.contains(text) || self.err.contains(text);
        assert!(said, "{text:?} is missing in\n{self}");
        self
    }

    /// This is all that is on standard output.
    #[track_caller]
    pub(crate) fn answers(self, text: &str) -> Self {
        assert_eq!(self.out, text, "{self}");
        self
    }

    /// Neither standard output nor standard error contains the text.
    #[track_caller]
    pub(crate) fn never_says(self, text: &str) -> Self {
        let said = self.out.contains(text) || self.err.contains(text);
        assert!(!said, "{text:?} is in\n{self}");
        self
    }

    /// It is an attack with a row in `docs/attacks.md`, and this is what it got: the code, and how the message begins. A
    /// run says `CODE: MESSAGE`, the other subcommands `MESSAGE (CODE)`.
    #[track_caller]
    pub(crate) fn attack(self, section: &str, name: &str, got: &str) -> Self {
        let done = match got.split_once(": ") {
            Some((code, message)) if !self.out.contains(got) => self
                .says(&format!("error: {message}"))
                .says(&format!("({code})")),
            _ => self.says(got),
        };
        let exit = done.code().unwrap_or_default();
        crate::attacks::row(section, name, got, exit);
        done
    }

    /// No container, network or volume of its runs is left.
    #[track_caller]
    pub(crate) fn leaves_nothing(self) -> Self {
        let projects = self.projects();
        assert!(!projects.is_empty(), "it made no run\n{self}");
        for project in projects {
            let left = leftovers(&project);
            assert!(left.is_empty(), "{left:?} are left of\n{self}");
        }
        self
    }

    /// The folder of its only run.
    #[track_caller]
    pub(crate) fn run_folder(&self) -> PathBuf {
        let mut folders = self.run_folders();
        assert_eq!(folders.len(), 1, "it made {folders:?}\n{self}");
        folders.remove(0)
    }

    /// The project of its only run.
    #[track_caller]
    pub(crate) fn project(&self) -> String {
        project_of(&self.run_folder())
    }

    /// The folder with its runs.
    pub(crate) fn state(&self) -> &Path {
        self.state.path()
    }

    fn run_folders(&self) -> Vec<PathBuf> {
        fs::read_dir(self.state().join("runs"))
            .into_iter()
            .flatten()
            .map(|entry| entry.unwrap().path())
            .collect()
    }

    fn projects(&self) -> Vec<String> {
        self.run_folders()
            .iter()
            .map(|path| project_of(path))
            .collect()
    }
}

impl Drop for Done {
    /// A test that fails leaves nothing behind.
    fn drop(&mut self) {
        if std::thread::panicking() {
            for project in self.projects() {
                drop(down(&project));
            }
        }
    }
}

pub(super) fn project_of(run_folder: &Path) -> String {
    let record = fs::read(run_folder.join("run.json")).unwrap();
    let record: Value = serde_json::from_slice(&record).unwrap();
    record["project"].as_str().unwrap().to_owned()
}

impl Display for Done {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        let Self {
            status, out, err, ..
        } = self;
        write!(
            formatter,
            "{status}\n--- standard output\n{out}\n--- standard error\n{err}\n---"
        )
    }
}
