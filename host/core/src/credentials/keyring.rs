//! [`Keyring`]: where credentials are looked up.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::time::Duration;

use super::config::{self, Entry};
use super::registry::Registry;
use super::{Credentials, CredentialsError, helper};
use crate::engine::docker_config;
use crate::engine::request::PullImage;
use crate::policy::Approved;

/// How long a helper may take: it may ask its user for a password.
const HELPER_LIMIT: Duration = Duration::from_mins(1);

/// The user's credentials. Nothing is read before a pull asks; the default has none.
#[derive(Debug, Clone, Default)]
pub struct Keyring {
    file: Option<PathBuf>,
}

/// What was found for a registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The registry's name.
    pub registry: String,
    /// The credentials, if there are any.
    pub credentials: Option<Credentials>,
    /// Where they are from, or why there are none; for people.
    origin: String,
    /// The command that makes new ones.
    login: String,
}

impl Account {
    /// What is to be said when the registry wants other credentials.
    pub fn advice(&self) -> String {
        let Self {
            registry,
            origin,
            login,
            ..
        } = self;
        if self.credentials.is_some() {
            format!(
                "the registry {registry} refused it with the credentials {origin}; check the name, or log in anew with `{login}`"
            )
        } else {
            format!(
                "no credentials were sent to the registry {registry}: {origin}; log in with `{login}`"
            )
        }
    }
}

impl Keyring {
    /// That of the user whose process this is: `config.json` in `DOCKER_CONFIG`, else in `~/.docker`.
    pub fn of_process() -> Self {
        let folder = docker_config(|name| std::env::var(name).ok());
        Self {
            file: folder.map(|folder| folder.join("config.json")),
        }
    }

    /// What it has for the registry of a pull that the policy let through. A helper that fails has nothing, as for docker:
    /// most images need no credentials.
    pub async fn account(&self, pull: &Approved<PullImage>) -> Result<Account, CredentialsError> {
        let registry = Registry::new(&pull.request().image.registry());
        let (credentials, origin) = self.find(&registry).await?;
        Ok(Account {
            login: registry.login(),
            registry: registry.host,
            credentials,
            origin,
        })
    }

    async fn find(
        &self,
        registry: &Registry,
    ) -> Result<(Option<Credentials>, String), CredentialsError> {
        let Some(path) = &self.file else {
            let unset = "neither DOCKER_CONFIG nor HOME is set";
            return Ok((None, unset.to_owned()));
        };
        let file = path.display().to_string();
        let text = match tokio::fs::read_to_string(path).await {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Ok((None, format!("there is no {file}")));
            }
            Err(reason) => return Err(CredentialsError::Unreadable { file, reason }),
        };
        let entry = match config::entry(&text, registry) {
            Ok(entry) => entry,
            Err(problem) => return Err(CredentialsError::Malformed { file, problem }),
        };
        Ok(match entry {
            Entry::Kept(credentials) => (Some(credentials), format!("of {file}")),
            Entry::Nothing => (None, format!("{file} has none for it")),
            Entry::Helper(name) => {
                let program = format!("docker-credential-{name}");
                let named = format!("{program}, which {file} names");
                match helper::ask(&program, registry.key(), HELPER_LIMIT).await {
                    Ok(Some(credentials)) => (Some(credentials), format!("of {named}")),
                    Ok(None) => (None, format!("{named}, has none for it")),
                    Err(error) => (None, format!("{error} ({file} names it)")),
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ids::ImageReference;
    use crate::policy::{Ceiling, Grants, Policy, Situation};

    async fn account(file: Option<PathBuf>) -> Result<Account, CredentialsError> {
        let pull = PullImage {
            image: ImageReference::new("r.test:5000/private/box:1").unwrap(),
            platform: None,
        };
        let policy = Policy::new(Situation::Folder, Grants::default(), Ceiling::default());
        let pull = policy.approve("service", pull).unwrap();
        Keyring { file }.account(&pull).await
    }

    #[tokio::test]
    async fn what_is_found_says_where_it_is_from() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.json");
        std::fs::write(
            &path,
            r#"{"auths": {"r.test:5000": {"auth": "YW5uZTpzM2NyZXQ6eA=="}}}"#,
        )
        .unwrap();
        let found = account(Some(path.clone())).await.unwrap();
        let advice = format!(
            "the registry r.test:5000 refused it with the credentials of {}; check the name, or log in anew with `docker login r.test:5000`",
            path.display()
        );
        assert_eq!(found.advice(), advice);
        assert_eq!(found.registry, "r.test:5000");
        // Nor does its debug output have the secret.
        assert!(!format!("{found:?}").contains("s3cret"), "{found:?}");
    }

    #[tokio::test]
    async fn without_a_file_there_are_none() {
        let folder = tempfile::tempdir().unwrap();
        for file in [None, Some(folder.path().join("config.json"))] {
            let found = account(file).await.unwrap();
            assert_eq!(found.credentials, None);
            assert!(found.advice().starts_with("no credentials were sent"));
        }
    }

    #[tokio::test]
    async fn a_file_that_cannot_be_read_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = account(Some(folder.path().to_owned())).await.unwrap_err();
        let place = folder.path().display().to_string();
        assert!(error.to_string().starts_with(&place), "{error}");
    }
}
