//! What is granted, by capability.

use std::collections::{BTreeMap, BTreeSet};

use super::capability::{Capability, Situation};
use crate::code::Code;
use crate::fault::Fault;

/// How much of a capability is granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// What these values cover.
    Values(BTreeSet<String>),
    /// Everything of the kind.
    Everything,
}

/// The value that means everything of its kind, where one must be written.
pub const EVERYTHING: &str = "*";

/// Grants. A capability that is not there is not granted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grants {
    scopes: BTreeMap<Capability, Scope>,
}

impl Grants {
    /// What is granted without a flag.
    pub fn of(situation: Situation) -> Self {
        let granted = |capability: &&Capability| match situation {
            Situation::Folder => capability.row().folder,
            Situation::Component => capability.row().component,
        };
        let capabilities = Capability::ALL.iter().filter(granted);
        Self {
            scopes: capabilities.map(|one| (*one, Scope::Everything)).collect(),
        }
    }

    /// Everything.
    pub fn everything() -> Self {
        let all = Capability::ALL.iter();
        Self {
            scopes: all.map(|one| (*one, Scope::Everything)).collect(),
        }
    }

    /// Grants everything of a kind.
    pub fn grant_all(&mut self, capability: Capability) {
        self.scopes.insert(capability, Scope::Everything);
    }

    /// Grants what a value covers; `*` is everything. A path is resolved, and must be there.
    pub fn grant(&mut self, capability: Capability, value: &str) -> Result<(), Fault> {
        if value == EVERYTHING {
            self.grant_all(capability);
            return Ok(());
        }
        let value = capability.normal(value).map_err(|error| {
            let name = capability.row().flag.unwrap_or(capability.row().name);
            Fault::new(Code::Usage, format!("{name}={value}: {error}"))
        })?;
        let nothing = || Scope::Values(BTreeSet::new());
        if let Scope::Values(values) = self.scopes.entry(capability).or_insert_with(nothing) {
            values.insert(value);
        }
        Ok(())
    }

    /// Takes a capability away.
    pub fn withdraw(&mut self, capability: Capability) {
        self.scopes.remove(&capability);
    }

    /// Adds what others grant.
    pub fn extend(&mut self, others: Self) {
        for (capability, scope) in others.scopes {
            match (self.scopes.get_mut(&capability), scope) {
                (Some(Scope::Values(mine)), Scope::Values(values)) => mine.extend(values),
                (Some(Scope::Everything), _) => {}
                (_, scope) => drop(self.scopes.insert(capability, scope)),
            }
        }
    }

    /// How much of a capability is granted; none when nothing is.
    pub fn scope(&self, capability: Capability) -> Option<&Scope> {
        self.scopes.get(&capability)
    }

    /// Whether a value in its normal form is granted.
    pub fn allows(&self, capability: Capability, value: &str) -> bool {
        match self.scope(capability) {
            None => false,
            Some(Scope::Everything) => true,
            Some(Scope::Values(values)) => values
                .iter()
                .any(|granted| capability.covers(granted, value)),
        }
    }
}
