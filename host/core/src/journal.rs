//! The record of what a run makes, written before it is made: whatever happens, it tells what may be left.
//!
//! The engine's side writes it; clean-up after a crash and the pruning of run folders read it.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

/// What the engine keeps under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Resource {
    /// A container.
    Container,
    /// A network.
    Network,
    /// A volume.
    Volume,
}

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "kebab-case")]
pub enum Entry {
    /// The engine is about to be asked.
    WillMake {
        /// Kind.
        resource: Resource,
        /// Name.
        name: String,
    },
    /// The engine has made it.
    Made {
        /// Kind.
        resource: Resource,
        /// Name.
        name: String,
        /// The engine's id; a volume's is its name.
        id: String,
    },
    /// It is gone, or was never made.
    Removed {
        /// Kind.
        resource: Resource,
        /// Name.
        name: String,
    },
    /// The run is over; what is left was left on purpose.
    Ended,
}

/// Something that may still be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leftover {
    /// Kind.
    pub resource: Resource,
    /// Name.
    pub name: String,
    /// The engine's id, if the engine had answered.
    pub id: Option<String>,
}

/// What a journal says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// What may be left: containers, then networks, then volumes, as they can be removed.
    pub leftovers: Vec<Leftover>,
    /// Whether the run came to its end.
    pub ended: bool,
    /// Lines that could not be read: torn ones, or of a newer version.
    pub unreadable: usize,
}

/// The journal could not be used.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum JournalError {
    #[error("cannot open the journal {path}")]
    Open { path: PathBuf, source: io::Error },
    #[error("cannot write the journal {path}: what this run makes may outlive a crash")]
    Write { path: PathBuf, source: io::Error },
    #[error("cannot read the journal {path}")]
    Read { path: PathBuf, source: io::Error },
}

/// A journal that is being written; shared by all that make something.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    file: File,
    /// Whether the last line has no end, because a write or a process ended too early.
    torn: bool,
}

impl Journal {
    /// Opens or creates a journal to append to.
    pub fn append_to(path: &Path) -> Result<Self, JournalError> {
        let open = || {
            let mut file = OpenOptions::new()
                .read(true)
                .append(true)
                .create(true)
                .mode(0o600)
                .open(path)?;
            let mut last = [b'\n'];
            if file.metadata()?.len() > 0 {
                file.seek(SeekFrom::End(-1))?;
                file.read_exact(&mut last)?;
            }
            let torn = last != [b'\n'];
            Ok(State { file, torn })
        };
        let state = open().map_err(|source| JournalError::Open {
            path: path.to_owned(),
            source,
        })?;
        Ok(Self {
            path: path.to_owned(),
            state: Mutex::new(state),
        })
    }

    /// To be called before the engine is asked.
    pub fn will_make(&self, resource: Resource, name: &str) -> Result<(), JournalError> {
        let name = name.to_owned();
        self.write(&Entry::WillMake { resource, name })
    }

    /// To be called when the engine has answered.
    pub fn made(&self, resource: Resource, name: &str, id: &str) -> Result<(), JournalError> {
        let (name, id) = (name.to_owned(), id.to_owned());
        self.write(&Entry::Made { resource, name, id })
    }

    /// To be called when the engine says that it is gone, or that it was never made.
    pub fn removed(&self, resource: Resource, name: &str) -> Result<(), JournalError> {
        let name = name.to_owned();
        self.write(&Entry::Removed { resource, name })
    }

    /// To be called when clean-up is over, or what is left is kept on purpose.
    pub fn ended(&self) -> Result<(), JournalError> {
        self.write(&Entry::Ended)
    }

    /// One write per line, so that a line is in the kernel's hands before the engine is asked and a
    /// killed process loses nothing. No `fsync`: it would cost every create milliseconds, and helps
    /// only when the machine itself dies, where labels still tell whose the containers are.
    fn write(&self, entry: &Entry) -> Result<(), JournalError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut line = Vec::new();
        if state.torn {
            line.push(b'\n');
        }
        let written = serde_json::to_writer(&mut line, entry)
            .map_err(io::Error::from)
            .and_then(|()| {
                line.push(b'\n');
                state.torn = true;
                state.file.write_all(&line)
            });
        match written {
            Ok(()) => {
                state.torn = false;
                Ok(())
            }
            Err(source) => Err(JournalError::Write {
                path: self.path.clone(),
                source,
            }),
        }
    }

    /// Reads a journal, also one whose process died while it wrote.
    pub fn read(path: &Path) -> Result<Account, JournalError> {
        let bytes = fs::read(path).map_err(|source| JournalError::Read {
            path: path.to_owned(),
            source,
        })?;
        Ok(account(&bytes))
    }
}

fn account(bytes: &[u8]) -> Account {
    let mut left: BTreeMap<(Resource, String), Option<String>> = BTreeMap::new();
    let mut account = Account::default();
    for line in bytes
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
    {
        let Ok(entry) = serde_json::from_slice(line) else {
            account.unreadable += 1;
            continue;
        };
        match entry {
            Entry::WillMake { resource, name } => {
                left.insert((resource, name), None);
            }
            Entry::Made { resource, name, id } => {
                left.insert((resource, name), Some(id));
            }
            Entry::Removed { resource, name } => {
                left.remove(&(resource, name));
            }
            Entry::Ended => account.ended = true,
        }
    }
    account.leftovers = left
        .into_iter()
        .map(|((resource, name), id)| Leftover { resource, name, id })
        .collect();
    account
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leftover(resource: Resource, name: &str, id: Option<&str>) -> Leftover {
        Leftover {
            resource,
            name: name.to_owned(),
            id: id.map(str::to_owned),
        }
    }

    #[test]
    fn tells_what_may_be_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        let journal = Journal::append_to(&path).unwrap();
        journal
            .will_make(Resource::Network, "shop_default")
            .unwrap();
        journal
            .made(Resource::Network, "shop_default", "aa11")
            .unwrap();
        journal.will_make(Resource::Container, "shop-db-1").unwrap();
        journal
            .made(Resource::Container, "shop-db-1", "bb22")
            .unwrap();
        journal.removed(Resource::Container, "shop-db-1").unwrap();
        journal
            .will_make(Resource::Container, "shop-web-1")
            .unwrap();

        let account = Journal::read(&path).unwrap();
        assert_eq!(
            account,
            Account {
                leftovers: vec![
                    leftover(Resource::Container, "shop-web-1", None),
                    leftover(Resource::Network, "shop_default", Some("aa11")),
                ],
                ended: false,
                unreadable: 0,
            }
        );
        journal.ended().unwrap();
        assert!(Journal::read(&path).unwrap().ended);
        assert_eq!(
            fs::read_to_string(&path).unwrap().lines().next(),
            Some(r#"{"entry":"will-make","resource":"network","name":"shop_default"}"#)
        );
    }

    #[test]
    fn a_torn_line_costs_only_itself() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.jsonl");
        let journal = Journal::append_to(&path).unwrap();
        journal.will_make(Resource::Volume, "shop_data").unwrap();
        drop(journal);
        let mut file = OpenOptions::new().append(true).open(&path).unwrap();
        file.write_all(b"{\"entry\":\"ma\xff").unwrap();
        drop(file);

        assert_eq!(Journal::read(&path).unwrap().unreadable, 1);
        Journal::append_to(&path).unwrap().ended().unwrap();
        let account = Journal::read(&path).unwrap();
        assert_eq!(account.unreadable, 1);
        assert!(account.ended);
        assert_eq!(
            account.leftovers,
            [leftover(Resource::Volume, "shop_data", None)]
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_an_error_that_names_the_file() {
        let journal = Journal::append_to(Path::new("/dev/full"));
        // Opening may fail already: the device cannot be searched for its last byte.
        let error = match journal {
            Ok(journal) => journal.ended().unwrap_err(),
            Err(error) => error,
        };
        assert!(error.to_string().contains("/dev/full"), "{error}");
    }
}
