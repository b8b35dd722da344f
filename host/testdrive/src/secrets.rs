//! What a test file knows that must not be shown: passwords of its options and URLs, and variables whose names say so.

use crate::mask::Masker;
use crate::options::Options;

/// Words in the name of a variable with a secret value.
const WORDS: [&str; 5] = ["password", "secret", "token", "private", "credential"];

/// Values that must not be shown.
#[derive(Debug, Default)]
pub struct Secrets {
    masker: Masker,
}

impl Secrets {
    /// What the options say must not be shown.
    pub fn of(options: &Options) -> Self {
        let secrets = Self::default();
        for url in [&options.postgres_url, &options.schema_registry_url] {
            secrets.add_url(url.as_deref().unwrap_or_default());
        }
        if let Some(password) = &options.schema_registry_password {
            secrets.add(password);
        }
        for (name, value) in options.variables.iter().chain(&options.environment) {
            secrets.add_variable(name, value);
        }
        secrets
    }

    /// Remembers a value.
    pub fn add(&self, value: &str) {
        self.masker.add(value);
    }

    /// Remembers the password of a URL.
    pub fn add_url(&self, text: &str) {
        self.masker.add_url(text);
    }

    /// Remembers the value of a variable whose name says that it is a secret.
    pub fn add_variable(&self, name: &str, value: &str) {
        let name = name.to_ascii_lowercase();
        if WORDS.iter().any(|word| name.contains(word)) {
            self.add(value);
        }
    }

    /// The text without secrets.
    pub fn mask(&self, text: &str) -> String {
        self.masker.mask(text).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_masked_by_value() {
        let secrets = Secrets::default();
        secrets.add_url("postgres://u:p%40ssword@h/db");
        secrets.add_variable("DB_PASSWORD", "other-one");
        secrets.add_variable("MODE", "plain");
        assert_eq!(
            secrets.mask("p%40ssword p@ssword other-one plain"),
            "*** *** *** plain"
        );
    }

    #[test]
    fn a_password_that_everybody_knows_is_masked_in_its_place_only() {
        let secrets = Secrets::default();
        secrets.add_url("postgres://postgres:postgres@db:5432/shop");
        assert_eq!(
            secrets.mask("$ postgres-execute connection=postgres://postgres:postgres@db/shop"),
            "$ postgres-execute connection=postgres://postgres:***@db/shop"
        );
    }
}
