//! Secrets, masked by value wherever text leaves the run of a file.

use std::collections::BTreeSet;

use crate::options::Options;

/// What stands in place of a secret.
const MASK: &str = "***";
/// Shorter values would mask half of the output.
const SHORTEST: usize = 4;

/// Values that must not be shown.
#[derive(Debug, Clone, Default)]
pub struct Secrets {
    values: BTreeSet<String>,
}

impl Secrets {
    /// What the options say must not be shown.
    pub fn of(options: &Options) -> Self {
        let mut secrets = Self::default();
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
    pub fn add(&mut self, value: &str) {
        if value.len() >= SHORTEST {
            self.values.insert(value.to_owned());
        }
    }

    /// Remembers the password of a URL, as it is written and decoded. One that is also the user, the host or the
    /// database, such as `postgres`, is no secret: only its place in the URL is masked.
    pub fn add_url(&mut self, text: &str) {
        let Ok(url) = url::Url::parse(text) else {
            return;
        };
        let Some(password) = url.password() else {
            return;
        };
        self.values.insert(format!(":{password}@"));
        let decoded = percent_encoding::percent_decode_str(password).decode_utf8_lossy();
        let plain = text.replacen(&format!(":{password}@"), "", 1);
        if !plain.contains(&*decoded) {
            self.add(password);
            self.add(&decoded);
        }
    }

    /// Remembers the value of a variable whose name says that it is a secret.
    pub fn add_variable(&mut self, name: &str, value: &str) {
        let name = name.to_ascii_lowercase();
        if ["password", "secret", "token", "private", "credential"]
            .iter()
            .any(|word| name.contains(word))
        {
            self.add(value);
        }
    }

    /// The text without secrets.
    pub fn mask(&self, text: &str) -> String {
        let mut masked = text.to_owned();
        // Longer ones first: one secret may be a part of another.
        let mut values: Vec<&String> = self.values.iter().collect();
        values.sort_by_key(|value| std::cmp::Reverse(value.len()));
        for value in values {
            if masked.contains(value.as_str()) {
                let in_url = value.starts_with(':') && value.ends_with('@');
                let mask = if in_url { ":***@" } else { MASK };
                masked = masked.replace(value.as_str(), mask);
            }
        }
        masked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_masked_by_value() {
        let mut secrets = Secrets::default();
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
        let mut secrets = Secrets::default();
        secrets.add_url("postgres://postgres:postgres@db:5432/shop");
        assert_eq!(
            secrets.mask("$ postgres-execute connection=postgres://postgres:postgres@db/shop"),
            "$ postgres-execute connection=postgres://postgres:***@db/shop"
        );
    }
}
