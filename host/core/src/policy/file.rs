//! A policy file: what an owner of a machine or a CI forces. What it does not list is denied.

use std::path::Path;

use mzhost_compose::{Node, did_you_mean, parse_size, read};

use super::capability::Capability;
use super::ceiling::Ceiling;
use super::grants::Grants;
use crate::code::Code;
use crate::fault::Fault;

/// The keys beside the capabilities.
const CEILINGS: [&str; 3] = ["max-containers", "max-memory", "max-cpus"];

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
        if let Some(capability) = Capability::named(key) {
            return self.grant(capability, value);
        }
        let text = value.scalar().unwrap_or_default();
        let wanted = |what: &str| format!("wanted {what}, found {value}");
        match key {
            "max-containers" => {
                let number = text.parse().map_err(|_| wanted("a whole number"))?;
                self.ceiling.containers = number;
            }
            "max-memory" => {
                let bytes = parse_size(&text).ok_or_else(|| wanted("a size such as 4gb"))?;
                self.ceiling.memory = Some(bytes);
            }
            "max-cpus" => {
                let cpus = parse_cpus(&text).ok_or_else(|| wanted("a number above 0"))?;
                self.ceiling.cpus = Some(cpus);
            }
            _ => {
                let names = Capability::ALL.iter().map(|one| one.row().name);
                let known: Vec<&str> = names.chain(CEILINGS).collect();
                let hint = did_you_mean(key, known.iter().copied());
                return Err(format!(
                    "unknown key{hint}, the keys are {}",
                    known.join(", ")
                ));
            }
        }
        Ok(())
    }

    fn grant(&mut self, capability: Capability, value: &Node) -> Result<(), String> {
        let has_values = capability.row().value.is_some();
        let items = match value {
            Node::Bool(true) => {
                self.grants.grant_all(capability);
                return Ok(());
            }
            Node::Bool(false) => return Ok(()),
            Node::List(items) if has_values => items.as_slice(),
            other if has_values => std::slice::from_ref(other),
            other => return Err(format!("wanted true or false, found {other}")),
        };
        for item in items {
            let text = match item {
                Node::Text(_) | Node::Int(_) => item.scalar().unwrap_or_default(),
                other => {
                    return Err(format!(
                        "wanted true, false or a list of values, found {other}"
                    ));
                }
            };
            self.grants
                .grant(capability, &text)
                .map_err(|fault| fault.message)?;
        }
        Ok(())
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
        let text =
            "env: [A, B]\nport: 5432\npull: true\nbuild: false\nmax-memory: 4gb\nmax-cpus: 1.5";
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
