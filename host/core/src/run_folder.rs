//! A run's private folder: what ran, its journal, events and logs. Made before anything else of a run,
//! and kept for the newest runs only.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::ids::{RunId, RunIdError};
use crate::journal::{Journal, JournalError};
use crate::owner::{Liveness, Owner};

/// How many runs are kept.
pub const KEEP: usize = 50;

/// What names a folder that is being made or removed; no run id begins with a dot.
const MAKING: &str = ".making-";
const REMOVING: &str = ".removing-";

/// What ran; `run.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRecord {
    /// The run.
    pub id: RunId,
    /// Project name.
    pub project: String,
    /// What the user named: folder or file.
    pub composition: String,
    /// Workflow, if one runs.
    pub workflow: Option<String>,
    /// The process that runs it.
    pub owner: Owner,
    /// When it began.
    #[serde(with = "time::serde::rfc3339")]
    pub started: OffsetDateTime,
    /// When it ended.
    #[serde(with = "time::serde::rfc3339::option", default)]
    pub ended: Option<OffsetDateTime>,
    /// Exit code of the process.
    pub exit: Option<u8>,
}

impl RunRecord {
    /// A run that begins now.
    pub fn begin(
        id: RunId,
        project: String,
        composition: String,
        workflow: Option<String>,
        owner: Owner,
    ) -> Self {
        Self {
            id,
            project,
            composition,
            workflow,
            owner,
            started: OffsetDateTime::now_utc(),
            ended: None,
            exit: None,
        }
    }

    /// Notes that the run ends now.
    pub fn end(&mut self, exit: u8) {
        self.ended = Some(OffsetDateTime::now_utc());
        self.exit = Some(exit);
    }
}

/// A run folder could not be used.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum RunFolderError {
    #[error(
        "cannot make the run folder {path}: name a folder that can be written with MZHOST_STATE_DIR"
    )]
    Create { path: PathBuf, source: io::Error },
    #[error("cannot write {path}")]
    Write { path: PathBuf, source: io::Error },
    #[error("cannot read {path}: the run's folder is damaged")]
    Read { path: PathBuf, source: io::Error },
    #[error("cannot list the runs in {path}")]
    List { path: PathBuf, source: io::Error },
    #[error("cannot remove the old run folder {path}")]
    Remove { path: PathBuf, source: io::Error },
    #[error("there is no run {id} in {path}: `latest` names the newest")]
    Unknown { id: RunId, path: PathBuf },
    #[error("there is no run in {path} yet")]
    NoRun { path: PathBuf },
    #[error("the service name {0:?} cannot be a file's name")]
    Service(String),
    #[error(transparent)]
    Id(#[from] RunIdError),
    #[error(transparent)]
    Journal(#[from] JournalError),
}

/// The folder of one run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunFolder {
    path: PathBuf,
}

/// The folder for mzhost's state: `$XDG_STATE_HOME/mzhost`, else `~/.local/state/mzhost`.
pub fn default_state_dir() -> Option<PathBuf> {
    let absolute = |name| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    absolute("XDG_STATE_HOME")
        .or_else(|| Some(absolute("HOME")?.join(".local/state")))
        .map(|path| path.join("mzhost"))
}

impl RunFolder {
    /// Makes the folder of a new run with its record in it.
    pub fn create(state_dir: &Path, record: &RunRecord) -> Result<Self, RunFolderError> {
        let runs = runs(state_dir);
        let path = runs.join(record.id.as_str());
        let error = |source| RunFolderError::Create {
            path: path.clone(),
            source,
        };
        private_folder(&runs, true).map_err(error)?;
        // It appears complete, under its name, so that nobody finds a run without an owner.
        let making = Self {
            path: runs.join(format!("{MAKING}{}", record.id)),
        };
        private_folder(&making.path, false).map_err(error)?;
        private_folder(&making.path.join("logs"), false).map_err(error)?;
        private_folder(&making.sockets(), false).map_err(error)?;
        making.write_record(record)?;
        fs::rename(&making.path, &path).map_err(error)?;
        Ok(Self { path })
    }

    /// The folder of a run by its id, or of the newest by `latest`.
    pub fn open(state_dir: &Path, run: &str) -> Result<Self, RunFolderError> {
        let path = runs(state_dir);
        if run == "latest" {
            let newest = Self::list(state_dir)?.into_iter().next();
            return newest
                .map(|(folder, _)| folder)
                .ok_or(RunFolderError::NoRun { path });
        }
        let id: RunId = run.parse()?;
        let folder = Self {
            path: path.join(id.as_str()),
        };
        if folder.path.is_dir() {
            Ok(folder)
        } else {
            Err(RunFolderError::Unknown { id, path })
        }
    }

    /// The folder of a run at a path that is known.
    pub fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// Notes that nothing is left of a run whose process died. Nobody knows the exit code.
    pub fn end_lost(&self) -> Result<(), RunFolderError> {
        self.journal()?.ended()?;
        let mut record = self.record()?;
        record.ended = Some(OffsetDateTime::now_utc());
        self.write_record(&record)
    }

    /// All runs, newest first. Folders without a readable record are left out.
    pub fn list(state_dir: &Path) -> Result<Vec<(Self, RunRecord)>, RunFolderError> {
        let mut found: Vec<_> = names(&runs(state_dir))?
            .into_iter()
            .filter_map(|(name, path)| {
                name.parse::<RunId>().ok()?;
                let folder = Self { path };
                let record = folder.record().ok()?;
                Some((folder, record))
            })
            .collect();
        found.sort_by(|(_, a), (_, b)| b.started.cmp(&a.started).then_with(|| a.id.cmp(&b.id)));
        Ok(found)
    }

    /// Removes the folders of ended runs beyond the newest `keep` runs and answers which runs these were.
    /// Ended is what says so in its journal, and what lost its owner.
    pub fn prune(
        state_dir: &Path,
        here: &Owner,
        keep: usize,
    ) -> Result<Vec<RunId>, RunFolderError> {
        let runs = runs(state_dir);
        let mut removed = Vec::new();
        for (folder, record) in Self::list(state_dir)?.into_iter().skip(keep) {
            if !folder.has_ended(&record, here) {
                continue;
            }
            // Renamed first: a folder that is only half removed must not look like a run.
            let removing = runs.join(format!("{REMOVING}{}", record.id));
            match fs::rename(&folder.path, &removing) {
                Ok(()) => removed.push(record.id),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(source) => {
                    return Err(RunFolderError::Remove {
                        path: folder.path,
                        source,
                    });
                }
            }
        }
        for (name, path) in names(&runs)? {
            if name.starts_with(REMOVING) {
                match fs::remove_dir_all(&path) {
                    Err(source) if source.kind() != io::ErrorKind::NotFound => {
                        return Err(RunFolderError::Remove { path, source });
                    }
                    _ => {}
                }
            }
        }
        Ok(removed)
    }

    fn has_ended(&self, record: &RunRecord, here: &Owner) -> bool {
        match record.owner.liveness(here) {
            Liveness::Dead => true,
            Liveness::Alive if record.owner != *here => false,
            // A process may have had several runs, this one among them.
            Liveness::Alive | Liveness::Unknown => {
                Journal::read(&self.journal_path()).is_ok_and(|account| account.ended)
            }
        }
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The events of the run, as JSON lines.
    pub fn events_path(&self) -> PathBuf {
        self.path.join("events.jsonl")
    }

    /// The journal.
    pub fn journal_path(&self) -> PathBuf {
        self.path.join("journal.jsonl")
    }

    /// Opens the journal to append to it.
    pub fn journal(&self) -> Result<Journal, RunFolderError> {
        Ok(Journal::append_to(&self.journal_path())?)
    }

    /// The log file of a service. The name comes from a guest, so it is checked again here.
    pub fn log_path(&self, service: &str) -> Result<PathBuf, RunFolderError> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
        if service.len() > 200
            || !service.starts_with(|first: char| first.is_ascii_alphanumeric())
            || !service.bytes().all(fits)
        {
            return Err(RunFolderError::Service(service.to_owned()));
        }
        Ok(self.path.join("logs").join(format!("{service}.log")))
    }

    /// What the run's reaper did.
    pub fn reaper_log_path(&self) -> PathBuf {
        self.path.join("reaper.log")
    }

    /// The folder for forwarded sockets.
    pub fn sockets(&self) -> PathBuf {
        self.path.join("sockets")
    }

    /// What ran.
    pub fn record(&self) -> Result<RunRecord, RunFolderError> {
        let path = self.record_path();
        fs::read(&path)
            .and_then(|bytes| serde_json::from_slice(&bytes).map_err(io::Error::from))
            .map_err(|source| RunFolderError::Read { path, source })
    }

    /// Replaces the record as a whole.
    pub fn write_record(&self, record: &RunRecord) -> Result<(), RunFolderError> {
        let path = self.record_path();
        let aside = path.with_extension("json.new");
        serde_json::to_vec_pretty(record)
            .map_err(io::Error::from)
            .and_then(|mut bytes| {
                bytes.push(b'\n');
                fs::write(&aside, bytes)
            })
            .and_then(|()| fs::rename(&aside, &path))
            .map_err(|source| RunFolderError::Write { path, source })
    }

    fn record_path(&self) -> PathBuf {
        self.path.join("run.json")
    }
}

fn runs(state_dir: &Path) -> PathBuf {
    state_dir.join("runs")
}

fn private_folder(path: &Path, with_parents: bool) -> io::Result<()> {
    DirBuilder::new()
        .recursive(with_parents)
        .mode(0o700)
        .create(path)
}

/// The entries of a folder with readable names; none where there is no folder.
fn names(folder: &Path) -> Result<Vec<(String, PathBuf)>, RunFolderError> {
    let error = |source| RunFolderError::List {
        path: folder.to_owned(),
        source,
    };
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(source) if source.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(error(source)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(error)?;
        if let Ok(name) = entry.file_name().into_string() {
            names.push((name, entry.path()));
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests;
