//! The id of a run: what names, labels and the run folder carry.

use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
const RUN_ID_LENGTH: usize = 8;

/// The label that holds the run's id.
pub const LABEL_RUN: &str = "dev.mzhost.run";
/// The label that tells when the run began: seconds since 1970, by the clock of its machine.
pub const LABEL_BEGAN: &str = "dev.mzhost.began";

/// The id of a run: eight lower-case letters and digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RunId(String);

impl RunId {
    /// A new id. It is random but no part of the seeded randomness: two runs with one seed differ in it.
    pub fn random() -> Self {
        // The keys of the standard hasher come from the system's randomness.
        let mut rest = RandomState::new().build_hasher().finish();
        let base = DIGITS.len() as u64;
        let text = std::iter::repeat_with(|| {
            let digit = usize::try_from(rest % base).unwrap_or_default();
            rest /= base;
            DIGITS.get(digit).map_or('0', |byte| char::from(*byte))
        });
        Self(text.take(RUN_ID_LENGTH).collect())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that is no run id.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "{0:?} is no run id: it has eight lower-case letters and digits; `mzhost ps` lists the runs"
)]
pub struct RunIdError(String);

impl FromStr for RunId {
    type Err = RunIdError;

    fn from_str(text: &str) -> Result<Self, RunIdError> {
        if text.len() == RUN_ID_LENGTH && text.bytes().all(|byte| DIGITS.contains(&byte)) {
            Ok(Self(text.to_owned()))
        } else {
            Err(RunIdError(text.to_owned()))
        }
    }
}

impl TryFrom<String> for RunId {
    type Error = RunIdError;

    fn try_from(text: String) -> Result<Self, RunIdError> {
        text.parse()
    }
}

impl From<RunId> for String {
    fn from(id: RunId) -> Self {
        id.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn run_ids_are_checked_and_differ() {
        let id = RunId::random();
        assert_eq!(id.to_string().parse(), Ok(id.clone()));
        assert_ne!(id, RunId::random());
        for wrong in ["", "abc", "ABCDEFGH", "../../ab", "abcdefghi", "abcd/fgh"] {
            assert!(wrong.parse::<RunId>().is_err(), "{wrong}");
        }
        assert!(serde_json::from_str::<RunId>("\"../../ab\"").is_err());
    }
}
