//! The user's credentials for image registries, as `docker login` keeps them.
//!
//! They are looked up for a pull that the policy let through, so an [`Approved`] request is the only key to them. A pull gets
//! those of its own registry's host, whoever chose the image: what a guest names can never get those of another.

mod config;
mod helper;
mod keyring;
mod registry;

use std::fmt;

pub use keyring::{Account, Keyring};

#[cfg(doc)]
use crate::policy::Approved;

/// What a registry asks for. One of the two secrets is empty.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Credentials {
    /// The registry's key, as `docker login` writes it.
    pub server: String,
    /// User name; there may be none beside an identity token.
    pub username: String,
    /// Password or access token.
    pub password: String,
    /// A token that the registry gives another for.
    pub identity_token: String,
}

impl Credentials {
    /// What must never be shown.
    pub fn secrets(&self) -> [&str; 2] {
        [&self.password, &self.identity_token]
    }

    /// Whether there is anything to send.
    fn is_empty(&self) -> bool {
        self.password.is_empty() && self.identity_token.is_empty()
    }
}

/// Says whose they are, and nothing that is secret.
impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Credentials({})", self.server)
    }
}

/// Why credentials could not be read.
#[derive(Debug, thiserror::Error)]
pub enum CredentialsError {
    /// The file cannot be read.
    #[error("{file}: {reason}")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        reason: std::io::Error,
    },
    /// It is not what `docker login` writes.
    #[error("{file}: {problem}")]
    Malformed {
        /// The file.
        file: String,
        /// What is wrong where; no value of the file.
        problem: String,
    },
}
