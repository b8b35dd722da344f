//! A policy file: what an owner of a machine or a CI forces. What it does not list is denied.

use std::path::Path;

use mzhost_compose::{Node, did_you_mean, parse_size, read};

use super::capability::Capability;
use super::ceiling::{Ceiling, Maximum};
use super::grants::Grants;
use crate::code::Code;
use crate::fault::Fault;

/// A policy that was read.
#[derive(Debug, Clone)]
pub struct PolicyFile {
    pub(super) name: String,
    pub(super) grants: Grants,
    pub(super) ceiling: Ceiling,
}

impl PolicyFile {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, Fault> {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|error| Fault::new(Code::Usage, format!("--policy={name}: {error}")))?;
        Self::parse(&name, &text)
    }

    /// Reads the text of a file of this name: a YAML map.
    pub fn parse(name: &str, text: &str) -> Result<Self, Fault> {
        let invalid = |what: String| Fault::new(Code::Usage, format!("the policy {name}: {what}"));
        let node = read(text).map_err(|error| invalid(error.to_string()))?;
        let mut policy = Self {
            name: name.to_owned(),
            grants: Grants::default(),
            ceiling: Ceiling::default(),
        };
        let entries = match node {
            Node::Map(entries) => entries,
            // Nothing is granted.
            Node::Null => Vec::new(),
            other => return Err(invalid(format!("wanted a map, found {other}"))),
        };
        for (key, value) in &entries {
            policy
                .add(key, value)
                .map_err(|what| invalid(format!("{key}: {what}")))?;
        }
        Ok(policy)
    }

    fn add(&mut self, key: &str, value: &Node) -> Result<(), String> {
        match Entry::read(key, value)? {
            Entry::Nothing => {}
            Entry::Everything(capability) => self.grants.grant_all(capability),
            Entry::Values(capability, values) => {
                for value in values {
                    self.grants
                        .grant(capability, &value)
                        .map_err(|fault| fault.message)?;
                }
            }
            Entry::Maximum(maximum) => self.ceiling.set(maximum),
        }
        Ok(())
    }
}

/// What a key of a policy file says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Entry {
    /// Nothing of a kind.
    Nothing,
    /// Everything of a kind.
    Everything(Capability),
    /// These of a kind.
    Values(Capability, Vec<String>),
    /// How much the whole may have.
    Maximum(Maximum),
}

impl Entry {
    /// Reads the value of a key.
    pub(super) fn read(key: &str, value: &Node) -> Result<Self, String> {
        if let Some(capability) = Capability::named(key) {
            return Self::grant(capability, value);
        }
        let text = value.scalar().unwrap_or_default();
        let wanted = |what: &str| format!("wanted {what}, found {value}");
        let size = || parse_size(&text).ok_or_else(|| wanted("a size such as 4gb"));
        Ok(Self::Maximum(match key {
            "max-containers" => {
                Maximum::Containers(text.parse().map_err(|_| wanted("a whole number"))?)
            }
            "max-memory" => Maximum::Memory(size()?),
            "max-cpus" => {
                Maximum::Cpus(parse_cpus(&text).ok_or_else(|| wanted("a number above 0"))?)
            }
            "max-disk" => Maximum::Disk(size()?),
            _ => {
                let names = Capability::ALL.iter().map(|one| one.row().name);
                let known: Vec<&str> = names.chain(Maximum::NAMES).collect();
                let hint = did_you_mean(key, known.iter().copied());
                return Err(format!(
                    "unknown key{hint}, the keys are {}",
                    known.join(", ")
                ));
            }
        }))
    }

    fn grant(capability: Capability, value: &Node) -> Result<Self, String> {
        let has_values = capability.row().value.is_some();
        let items = match value {
            Node::Bool(true) => return Ok(Self::Everything(capability)),
            Node::Bool(false) => return Ok(Self::Nothing),
            Node::List(items) if has_values => items.as_slice(),
            other if has_values => std::slice::from_ref(other),
            other => return Err(format!("wanted true or false, found {other}")),
        };
        let text = |item: &Node| match item {
            Node::Text(_) | Node::Int(_) => Ok(item.scalar().unwrap_or_default()),
            other => Err(format!(
                "wanted true, false or a list of values, found {other}"
            )),
        };
        let values = items.iter().map(text).collect::<Result<_, _>>()?;
        Ok(Self::Values(capability, values))
    }
}

/// Processor cores: a number above 0.
pub fn parse_cpus(text: &str) -> Option<f64> {
    let cpus: f64 = text.parse().ok()?;
    (cpus.is_finite() && cpus > 0.0).then_some(cpus)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        PolicyFile::parse("ci.yaml", text).unwrap_err().message
    }

    #[test]
    fn a_file_lists_values_everything_or_nothing() {
        let text = "env: [A, B]\nport: 5432\npull: true\nbuild: false\nmax-memory: 4gb\nmax-cpus: 1.5\nmax-disk: 1gb";
        let file = PolicyFile::parse("ci.yaml", text).unwrap();
        let allows = |capability, value| file.grants.allows(capability, value);
        assert!(allows(Capability::Variable, "A") && !allows(Capability::Variable, "C"));
        assert!(allows(Capability::FixedPort, "5432") && !allows(Capability::FixedPort, "80"));
        assert!(allows(Capability::Pull, "ghcr.io/x:1"));
        assert!(!allows(Capability::BuildImage, ".") && !allows(Capability::Bind, "/x"));
        assert_eq!(
            (file.ceiling.memory, file.ceiling.cpus),
            (Some(4 << 30), Some(1.5))
        );
        assert_eq!(file.ceiling.disk, Some(1 << 30));
        assert!(PolicyFile::parse("none.yaml", "").is_ok());
    }

    #[test]
    fn mistakes_name_file_and_key_and_what_exists() {
        let unknown = error("bnid: [/x]");
        assert!(
            unknown.starts_with("the policy ci.yaml: bnid: unknown key (did you mean \"bind\"?)"),
            "{unknown}"
        );
        assert!(unknown.contains("host-network"), "{unknown}");
        for (text, message) in [
            (
                "build: [x]",
                "the policy ci.yaml: build: wanted true or false, found a list",
            ),
            (
                "env: [[x]]",
                "the policy ci.yaml: env: wanted true, false or a list of values, found a list",
            ),
            (
                "max-memory: lots",
                "the policy ci.yaml: max-memory: wanted a size such as 4gb, found \"lots\"",
            ),
            (
                "max-disk: [1gb]",
                "the policy ci.yaml: max-disk: wanted a size such as 4gb, found a list",
            ),
            (
                "max-cpus: 0",
                "the policy ci.yaml: max-cpus: wanted a number above 0, found 0",
            ),
            ("[bind]", "the policy ci.yaml: wanted a map, found a list"),
        ] {
            assert_eq!(error(text), message);
        }
        assert!(error("bind: /not/there").contains("bind: --allow-bind=/not/there: No such file"));
    }
}
