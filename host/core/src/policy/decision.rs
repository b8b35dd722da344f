//! [`Decision`]: what the policy says to one thing that was asked for, and the fault of those that it refused.

use serde::{Deserialize, Serialize};

use super::capability::Capability;
use super::grants::EVERYTHING;
use crate::code::Code;
use crate::fault::Fault;

/// The value of what has nothing to choose from.
pub(super) const WHOLE: &str = "true";

/// What the policy says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It is given.
    Granted,
    /// It is refused, and so is what asked for it.
    Refused,
    /// It is left out: a variable that reads as not set, a network without a way out.
    Withheld,
}

impl Verdict {
    /// The word of events and tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::Withheld => "withheld",
        }
    }
}

/// What the policy says to one thing that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Decision {
    /// Who asks, such as `service "db"`.
    pub subject: String,
    /// The capability's name; for what nobody may have, the field of the request.
    pub capability: String,
    /// What is asked for, such as a path.
    pub value: String,
    /// What the policy says.
    pub verdict: Verdict,
    /// The flag that grants it; none where no flag does.
    pub flag: Option<String>,
    /// What it is, or why no flag helps.
    pub reason: String,
}

impl Decision {
    /// Whether it refuses.
    pub fn is_refused(&self) -> bool {
        self.verdict == Verdict::Refused
    }

    /// One line about what was refused, and the way out.
    pub fn line(&self) -> String {
        let Self {
            subject,
            capability,
            value,
            reason,
            flag,
            ..
        } = self;
        let way_out = match flag {
            Some(flag) => format!("; allow it with {flag}"),
            None => String::new(),
        };
        format!("{subject} asks for {capability} {value}: {reason}{way_out}")
    }

    /// Whether what is asked for here is part of what another asks for.
    pub(crate) fn is_part_of(&self, other: &Self) -> bool {
        let Some(capability) = Capability::named(&self.capability) else {
            return false;
        };
        self.capability == other.capability
            && (other.value == EVERYTHING
                || other.value == self.value
                || capability.covers(&other.value, &self.value))
    }

    /// What is asked for, in a word or two.
    pub(crate) fn asked(&self) -> String {
        match self.value.as_str() {
            WHOLE => self.capability.clone(),
            value => format!("{} {value}", self.capability),
        }
    }
}

/// The flags that grant these, each once.
pub fn flags<'a>(decisions: impl IntoIterator<Item = &'a Decision>) -> Vec<String> {
    let mut flags: Vec<String> = Vec::new();
    for flag in decisions.into_iter().filter_map(|one| one.flag.as_ref()) {
        if !flags.contains(flag) {
            flags.push(flag.clone());
        }
    }
    flags
}

/// The fault for all that was refused among decisions, none if nothing was.
pub fn refusal(decisions: &[Decision]) -> Result<(), Fault> {
    let refused: Vec<&Decision> = decisions.iter().filter(|one| one.is_refused()).collect();
    let fault = match refused.as_slice() {
        [] => return Ok(()),
        [only] => Fault::new(Code::PolicyDenied, only.line())
            .detail("capability", only.capability.as_str())
            .detail("value", only.value.as_str()),
        all => {
            let lines: Vec<String> = all.iter().map(|one| one.line()).collect();
            let message = format!(
                "{} requests were refused, before anything was made for them",
                all.len()
            );
            Fault::new(Code::PolicyDenied, message).detail("refused", lines.join("\n"))
        }
    };
    let flags = flags(refused.iter().copied());
    Err(match flags.as_slice() {
        [] => fault,
        flags => fault.detail("flag", flags.join(" ")),
    })
}
