//! The process that owns a run: what labels and the run folder carry.
//!
//! Clean-up and pruning ask [`Owner::liveness`] before they touch what another run made.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::ids::RunId;

const LABEL_MACHINE: &str = "dev.mzhost.owner.machine";
const LABEL_BOOT: &str = "dev.mzhost.owner.boot";
const LABEL_PID_NAMESPACE: &str = "dev.mzhost.owner.pid-namespace";
const LABEL_PID: &str = "dev.mzhost.owner.pid";
const LABEL_STARTED: &str = "dev.mzhost.owner.started";

/// The process that owns a run, in a form that no later process can take for itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// The machine: a digest of its id.
    pub machine: String,
    /// The machine's boot; empty where the system does not tell.
    pub boot: String,
    /// Number of the pid namespace; 0 where the system does not tell.
    pub pid_namespace: u64,
    /// Process id, valid in that namespace.
    pub pid: u32,
    /// Start time of the process in clock ticks since the boot; 0 where the system does not tell.
    pub started: u64,
}

/// Whether an owner still runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Liveness {
    /// It runs.
    Alive,
    /// It has ended.
    Dead,
    /// It cannot be told from here: another machine, another container, hidden processes.
    Unknown,
}

impl Owner {
    /// This process. Where the machine has no id, one is made and kept in `state_dir`.
    pub fn current(state_dir: &Path) -> Result<Self, OwnerError> {
        let pid = std::process::id();
        Ok(Self {
            machine: machine_id(state_dir)?,
            boot: read_trimmed("/proc/sys/kernel/random/boot_id").unwrap_or_default(),
            pid_namespace: pid_namespace().unwrap_or_default(),
            pid,
            started: process(pid).map_or(0, |process| process.started),
        })
    }

    /// The owner as labels, which [`Owner::from_labels`] reads back.
    pub fn labels(&self) -> [(&'static str, String); 5] {
        [
            (LABEL_MACHINE, self.machine.clone()),
            (LABEL_BOOT, self.boot.clone()),
            (LABEL_PID_NAMESPACE, self.pid_namespace.to_string()),
            (LABEL_PID, self.pid.to_string()),
            (LABEL_STARTED, self.started.to_string()),
        ]
    }

    /// The owner that labels tell, if they are all there.
    pub fn from_labels<'a>(label: impl Fn(&str) -> Option<&'a str>) -> Option<Self> {
        Some(Self {
            machine: label(LABEL_MACHINE)?.to_owned(),
            boot: label(LABEL_BOOT)?.to_owned(),
            pid_namespace: label(LABEL_PID_NAMESPACE)?.parse().ok()?,
            pid: label(LABEL_PID)?.parse().ok()?,
            started: label(LABEL_STARTED)?.parse().ok()?,
        })
    }

    /// Whether this owner still runs, as seen by the process `here`.
    pub fn liveness(&self, here: &Owner) -> Liveness {
        if self == here {
            return Liveness::Alive;
        }
        if self.machine != here.machine || self.boot.is_empty() || here.boot.is_empty() {
            return Liveness::Unknown;
        }
        if self.boot != here.boot {
            return Liveness::Dead;
        }
        if self.pid_namespace != here.pid_namespace || self.started == 0 {
            return Liveness::Unknown;
        }
        match process(self.pid) {
            Ok(process) if process.ended || process.started != self.started => Liveness::Dead,
            Ok(_) => Liveness::Alive,
            // Other users' processes may be hidden (`hidepid`); then process 1 is hidden, too.
            Err(error) if error.kind() == io::ErrorKind::NotFound && process(1).is_ok() => {
                Liveness::Dead
            }
            Err(_) => Liveness::Unknown,
        }
    }
}

/// The machine's id could not be kept.
#[derive(Debug, thiserror::Error)]
#[error(
    "cannot keep a machine id in {path}: name a folder that can be written with MZHOST_STATE_DIR"
)]
pub struct OwnerError {
    path: PathBuf,
    source: io::Error,
}

/// A digest, because the id itself is meant to stay on the machine and labels do not.
fn machine_id(state_dir: &Path) -> Result<String, OwnerError> {
    let id = match read_trimmed("/etc/machine-id") {
        Some(id) if id.len() == 32 => id,
        _ => kept_machine_id(&state_dir.join("machine-id"))?,
    };
    let mut digest = format!("{:x}", Sha256::digest(format!("mzhost machine {id}")));
    digest.truncate(16);
    Ok(digest)
}

fn kept_machine_id(path: &Path) -> Result<String, OwnerError> {
    let error = |source| OwnerError {
        path: path.to_owned(),
        source,
    };
    if let Some(id) = read_trimmed(path) {
        return Ok(id);
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(error)?;
    }
    let id = format!("{}{}", RunId::random(), RunId::random());
    // Written aside and linked: of two processes that do this at once, both read the first one's.
    let aside = path.with_extension(RunId::random().as_str());
    let written = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&aside)
        .and_then(|mut file| file.write_all(id.as_bytes()))
        .and_then(|()| match fs::hard_link(&aside, path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => Ok(()),
        });
    let _ = fs::remove_file(&aside);
    written.map_err(error)?;
    Ok(read_trimmed(path).unwrap_or(id))
}

/// A file's trimmed text, if it is there and not empty.
fn read_trimmed(path: impl AsRef<Path>) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn pid_namespace() -> Option<u64> {
    let link = fs::read_link("/proc/self/ns/pid").ok()?;
    let number = link.to_str()?.strip_prefix("pid:[")?.strip_suffix(']')?;
    number.parse().ok()
}

/// What `/proc/PID/stat` tells of a process.
#[derive(Debug, PartialEq, Eq)]
struct Process {
    started: u64,
    /// Whether it has ended and only waits for its parent to notice.
    ended: bool,
}

fn process(pid: u32) -> io::Result<Process> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    parse_stat(&stat).ok_or_else(|| io::Error::from(io::ErrorKind::InvalidData))
}

fn parse_stat(stat: &str) -> Option<Process> {
    // The command's name is in parentheses and may hold any character, so count from the last one.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace();
    let ended = matches!(fields.next()?, "Z" | "X" | "x");
    // The state was field 3, the start time is field 22.
    let started = fields.nth(18)?.parse().ok()?;
    Some(Process { started, ended })
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn the_start_time_is_found_behind_any_command_name() {
        let fields: Vec<String> = (4..=52).map(|number| number.to_string()).collect();
        let stat = format!("17 (a) R (b 1 2) S {}", fields.join(" "));
        let expected = Process {
            started: 22,
            ended: false,
        };
        assert_eq!(parse_stat(&stat), Some(expected));
        assert_eq!(parse_stat("17 (a) S 1 2"), None);
    }

    #[test]
    fn labels_tell_the_owner() {
        let owner = Owner {
            machine: "aa".into(),
            boot: "bb".into(),
            pid_namespace: 4_026_531_836,
            pid: 17,
            started: 22,
        };
        let labels = owner.labels();
        let label = |name: &str| {
            let found = labels.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| value.as_str())
        };
        assert_eq!(Owner::from_labels(label), Some(owner.clone()));
        let without_pid = |name: &str| label(name).filter(|_| name != LABEL_PID);
        assert_eq!(Owner::from_labels(without_pid), None);
    }

    #[test]
    fn a_machine_id_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state/machine-id");
        let id = kept_machine_id(&path).unwrap();
        assert_eq!(kept_machine_id(&path).unwrap(), id);
        assert_eq!(
            fs::read_dir(path.parent().unwrap()).unwrap().count(),
            1,
            "nothing is left beside it"
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_process_is_alive_until_it_ends() {
        let folder = tempfile::tempdir().unwrap();
        let here = Owner::current(folder.path()).unwrap();
        assert_eq!(here.liveness(&here), Liveness::Alive);

        let mut child = Command::new("cat")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let other = Owner {
            pid: child.id(),
            started: process(child.id()).unwrap().started,
            ..here.clone()
        };
        assert_eq!(other.liveness(&here), Liveness::Alive);
        let recycled = Owner {
            started: other.started + 1,
            ..other.clone()
        };
        assert_eq!(recycled.liveness(&here), Liveness::Dead);
        drop(child.stdin.take());
        child.wait().unwrap();
        assert_eq!(other.liveness(&here), Liveness::Dead);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_is_elsewhere_is_unknown_and_what_was_before_the_boot_is_dead() {
        let folder = tempfile::tempdir().unwrap();
        let here = Owner::current(folder.path()).unwrap();
        let change = |change: fn(&mut Owner)| {
            let mut owner = here.clone();
            change(&mut owner);
            owner.liveness(&here)
        };
        assert_eq!(
            change(|owner| owner.machine = "other".into()),
            Liveness::Unknown
        );
        assert_eq!(change(|owner| owner.pid_namespace += 1), Liveness::Unknown);
        assert_eq!(change(|owner| owner.boot = "before".into()), Liveness::Dead);
        assert_eq!(
            change(|owner| owner.boot = String::new()),
            Liveness::Unknown
        );
    }
}
