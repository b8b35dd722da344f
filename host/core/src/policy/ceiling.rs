//! How much a composition as a whole may have at a time: containers, memory, processor cores, disk.
//!
//! Memory and cores have no ceiling unless one is set. Where one is, every container has a limit, its own or
//! [`DEFAULT_MEMORY`] and [`DEFAULT_CPUS`], and the sum of these limits stays below it: it holds whatever the
//! containers do. What they hold of the disk is measured while they run: the engine cannot limit it.

use std::collections::BTreeMap;
use std::fmt;

use mzhost_compose::model::ResourceLimits;

use super::decision::{Decision, Verdict};

/// Containers of a run at a time, unless the user says otherwise.
pub const MOST_CONTAINERS: usize = 100;
/// Memory in bytes of a service that names none, under a ceiling.
pub const DEFAULT_MEMORY: u64 = 512 << 20;
/// Cores of a service that names none, under a ceiling.
pub const DEFAULT_CPUS: f64 = 1.0;

/// Bytes of disk of a component's run, unless the user says otherwise. A folder is the user's own, and has no such limit.
pub const COMPONENT_DISK: u64 = 10 << 30;

/// The most that all containers of a run have at a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Ceiling {
    /// Containers, those of services and those of one-off commands.
    pub containers: usize,
    /// Bytes of memory.
    pub memory: Option<u64>,
    /// Processor cores.
    pub cpus: Option<f64>,
    /// Bytes of disk, in containers and volumes.
    pub disk: Option<u64>,
}

impl Default for Ceiling {
    fn default() -> Self {
        Self {
            containers: MOST_CONTAINERS,
            memory: None,
            cpus: None,
            disk: None,
        }
    }
}

/// One maximum of a [`Ceiling`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Maximum {
    /// Containers at a time.
    Containers(usize),
    /// Bytes of memory.
    Memory(u64),
    /// Processor cores.
    Cpus(f64),
    /// Bytes of disk.
    Disk(u64),
}

impl Maximum {
    /// The names of all.
    pub const NAMES: [&str; 4] = ["max-containers", "max-memory", "max-cpus", "max-disk"];

    /// The name, in policy files and of the flag.
    pub fn name(self) -> &'static str {
        let [containers, memory, cpus, disk] = Self::NAMES;
        match self {
            Self::Containers(_) => containers,
            Self::Memory(_) => memory,
            Self::Cpus(_) => cpus,
            Self::Disk(_) => disk,
        }
    }
}

/// As the flag takes it.
impl fmt::Display for Maximum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Containers(number) => write!(f, "{number}"),
            Self::Memory(bytes) | Self::Disk(bytes) => f.write_str(&mebibytes(*bytes)),
            Self::Cpus(cpus) => write!(f, "{cpus}"),
        }
    }
}

impl Ceiling {
    /// All maxima that there are.
    pub fn maxima(&self) -> Vec<Maximum> {
        let containers = Some(Maximum::Containers(self.containers));
        let memory = self.memory.map(Maximum::Memory);
        let cpus = self.cpus.map(Maximum::Cpus);
        let disk = self.disk.map(Maximum::Disk);
        [containers, memory, cpus, disk]
            .into_iter()
            .flatten()
            .collect()
    }

    /// Sets one.
    pub(super) fn set(&mut self, maximum: Maximum) {
        match maximum {
            Maximum::Containers(number) => self.containers = number,
            Maximum::Memory(bytes) => self.memory = Some(bytes),
            Maximum::Cpus(cpus) => self.cpus = Some(cpus),
            Maximum::Disk(bytes) => self.disk = Some(bytes),
        }
    }

    /// The maximum of the same kind, if it is lower.
    pub(super) fn below(&self, wanted: Maximum) -> Option<Maximum> {
        self.maxima().into_iter().find(|most| match (most, wanted) {
            (Maximum::Containers(most), Maximum::Containers(wanted)) => *most < wanted,
            (Maximum::Memory(most), Maximum::Memory(wanted))
            | (Maximum::Disk(most), Maximum::Disk(wanted)) => *most < wanted,
            (Maximum::Cpus(most), Maximum::Cpus(wanted)) => *most < wanted,
            _ => false,
        })
    }

    /// The lower one of each.
    pub(super) fn within(&self, other: &Self) -> Self {
        let lower = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (one, None) | (None, one) => one,
        };
        Self {
            containers: self.containers.min(other.containers),
            memory: [self.memory, other.memory].into_iter().flatten().min(),
            cpus: lower(self.cpus, other.cpus),
            disk: [self.disk, other.disk].into_iter().flatten().min(),
        }
    }

    /// The limits of a container whose service declares these.
    pub fn limits(&self, declared: ResourceLimits) -> ResourceLimits {
        let memory = self.memory.map(|most| most.min(DEFAULT_MEMORY));
        let cpus = self.cpus.map(|most| most.min(DEFAULT_CPUS));
        ResourceLimits {
            memory: declared.memory.or(memory),
            cpus: declared.cpus.or(cpus),
            pids: declared.pids,
        }
    }

    /// What a load is too much of.
    pub fn exceeded(&self, load: &Load) -> Vec<Decision> {
        let refused = |name: &str, value: String, most: String, what: &str| Decision {
            subject: "the composition".to_owned(),
            capability: name.to_owned(),
            flag: Some(format!("--{name}={value}")),
            value,
            verdict: Verdict::Refused,
            reason: format!("{what} have {most} at most"),
        };
        let mut decisions = Vec::new();
        let containers = load.claims.len();
        if containers > self.containers {
            let most = self.containers.to_string();
            let what = "the containers of a run at one time";
            decisions.push(refused(
                "max-containers",
                containers.to_string(),
                most,
                what,
            ));
        }
        let what = "the limits of all containers together";
        let memory: u64 = load.claims.values().filter_map(|one| one.memory).sum();
        if let Some(most) = self.memory.filter(|most| memory > *most) {
            decisions.push(refused(
                "max-memory",
                mebibytes(memory),
                mebibytes(most),
                what,
            ));
        }
        let cpus: f64 = load.claims.values().filter_map(|one| one.cpus).sum();
        if let Some(most) = self.cpus.filter(|most| cpus > *most) {
            decisions.push(refused(
                "max-cpus",
                cpus.to_string(),
                most.to_string(),
                what,
            ));
        }
        decisions
    }
}

/// Bytes as `--max-memory` and `--max-disk` take them, rounded up.
fn mebibytes(bytes: u64) -> String {
    format!("{}m", bytes.div_ceil(1 << 20))
}

/// The containers that a run has or is about to make, by a name of their own, with their limits.
#[derive(Debug, Clone, Default)]
pub struct Load {
    claims: BTreeMap<String, ResourceLimits>,
}

impl Load {
    /// Adds a container, or puts it in the place of one of the same name.
    pub fn claim(&mut self, name: impl Into<String>, limits: ResourceLimits) {
        self.claims.insert(name.into(), limits);
    }

    /// Takes a container out.
    pub fn release(&mut self, name: &str) {
        self.claims.remove(name);
    }

    /// Takes out those that are not kept.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.claims.retain(|name, _| keep(name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(memory: &[Option<u64>], ceiling: &Ceiling) -> Load {
        let mut load = Load::default();
        for (number, memory) in memory.iter().enumerate() {
            let declared = ResourceLimits {
                memory: memory.map(|mebibytes| mebibytes << 20),
                ..ResourceLimits::default()
            };
            load.claim(number.to_string(), ceiling.limits(declared));
        }
        load
    }

    #[test]
    fn under_a_ceiling_every_container_has_a_limit() {
        let ceiling = Ceiling {
            memory: Some(1 << 30),
            ..Ceiling::default()
        };
        assert_eq!(
            ceiling.exceeded(&load(&[None, Some(512)], &ceiling)),
            vec![]
        );
        let over = ceiling.exceeded(&load(&[None, Some(513)], &ceiling));
        let flags: Vec<_> = over.into_iter().filter_map(|one| one.flag).collect();
        assert_eq!(flags, ["--max-memory=1025m"]);
        let open = Ceiling::default();
        assert_eq!(open.limits(ResourceLimits::default()).memory, None);
        assert_eq!(open.exceeded(&load(&[Some(1 << 30)], &open)), vec![]);
    }

    #[test]
    fn containers_are_counted() {
        let ceiling = Ceiling {
            containers: 2,
            ..Ceiling::default()
        };
        assert_eq!(ceiling.exceeded(&load(&[None; 2], &ceiling)), vec![]);
        let over = ceiling.exceeded(&load(&[None; 3], &ceiling));
        assert_eq!(over[0].flag.as_deref(), Some("--max-containers=3"));
    }
}
