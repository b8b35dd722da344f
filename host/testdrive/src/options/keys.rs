//! Options by their names: those of the flags of `mzhost td`, for callers that have texts only.

use std::str::FromStr;

use super::{Isolation, Options};
use crate::parse::duration;

/// An option by name.
struct Key {
    name: &'static str,
    /// Puts a value in; the error says what is wanted.
    set: fn(&mut Options, &str) -> Result<(), String>,
}

const KEYS: &[Key] = &[
    Key {
        name: "postgres-url",
        set: |options, text| {
            options.postgres_url = Some(text.to_owned());
            Ok(())
        },
    },
    Key {
        name: "kafka-addr",
        set: |options, text| {
            options.kafka_addr = Some(text.to_owned());
            Ok(())
        },
    },
    Key {
        name: "kafka-default-partitions",
        set: |options, text| number(text).map(|number| options.kafka_default_partitions = number),
    },
    Key {
        name: "schema-registry-url",
        set: |options, text| {
            options.schema_registry_url = Some(text.to_owned());
            Ok(())
        },
    },
    Key {
        name: "schema-registry-username",
        set: |options, text| {
            options.schema_registry_username = Some(text.to_owned());
            Ok(())
        },
    },
    Key {
        name: "schema-registry-password",
        set: |options, text| {
            options.schema_registry_password = Some(text.to_owned());
            Ok(())
        },
    },
    Key {
        name: "seed",
        set: |options, text| number(text).map(|number| options.seed = Some(number)),
    },
    Key {
        name: "default-timeout",
        set: |options, text| duration(text).map(|time| options.retry.timeout = time),
    },
    Key {
        name: "initial-backoff",
        set: |options, text| duration(text).map(|time| options.retry.initial_backoff = time),
    },
    Key {
        name: "backoff-factor",
        set: |options, text| {
            backoff_factor(text).map(|factor| options.retry.backoff_factor = factor)
        },
    },
    Key {
        name: "default-max-tries",
        set: |options, text| positive(text).map(|tries| options.retry.max_tries = Some(tries)),
    },
    Key {
        name: "retry-writes",
        set: |options, text| flag(text).map(|writes| options.retry.writes = writes),
    },
    Key {
        name: "jobs",
        set: |options, text| {
            positive(text).map(|jobs: u32| options.jobs = usize::try_from(jobs).unwrap_or(1))
        },
    },
    Key {
        name: "isolation",
        set: |options, text| text.parse().map(|isolation| options.isolation = isolation),
    },
    Key {
        name: "max-errors",
        set: |options, text| number(text).map(|errors| options.max_errors = Some(errors)),
    },
];

/// Begins the names of the options that set `arg.NAME`.
const VARIABLE: &str = "var.";

impl Options {
    /// Sets an option by its name; `var.NAME` is the variable `arg.NAME`. The error names the option and what it takes.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        if let Some(variable) = name.strip_prefix(VARIABLE) {
            self.variables.insert(variable.to_owned(), value.to_owned());
            return Ok(());
        }
        let key = KEYS.iter().find(|key| key.name == name).ok_or_else(|| {
            let names: Vec<&str> = Self::names().collect();
            format!(
                "there is no option {name:?}; there are {}, and var.NAME",
                names.join(", ")
            )
        })?;
        (key.set)(self, value).map_err(|error| format!("{name}: {error}"))
    }

    /// The names of the options, without `var.NAME`.
    pub fn names() -> impl Iterator<Item = &'static str> {
        KEYS.iter().map(|key| key.name)
    }
}

/// What the pause grows by: a number from 1.
pub fn backoff_factor(text: &str) -> Result<f64, String> {
    let factor: f64 = number(text)?;
    if factor.is_finite() && factor >= 1.0 {
        Ok(factor)
    } else {
        Err(format!("{text:?} is not a number from 1"))
    }
}

fn number<T: FromStr>(text: &str) -> Result<T, String> {
    text.parse()
        .map_err(|_| format!("{text:?} is not a number that fits"))
}

fn positive(text: &str) -> Result<u32, String> {
    match number(text)? {
        0 => Err("a number from 1 is wanted".to_owned()),
        number => Ok(number),
    }
}

fn flag(text: &str) -> Result<bool, String> {
    text.parse()
        .map_err(|_| format!("{text:?} is not true or false"))
}

impl FromStr for Isolation {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "auto" => Ok(Self::Auto),
            "always" => Ok(Self::Always),
            "never" => Ok(Self::Never),
            other => Err(format!("{other:?} is not one of auto, always, never")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn options_are_set_by_name() {
        let mut options = Options::default();
        for (name, value) in [
            ("default-timeout", "5s"),
            ("jobs", "3"),
            ("var.x", "1"),
            ("isolation", "never"),
        ] {
            options.set(name, value).unwrap();
        }
        assert_eq!(options.retry.timeout, Duration::from_secs(5));
        assert_eq!(options.jobs, 3);
        assert_eq!(options.variables.get("x").map(String::as_str), Some("1"));
        assert_eq!(options.isolation, Isolation::Never);
    }

    #[test]
    fn wrong_ones_are_told() {
        let mut options = Options::default();
        for (name, value) in [
            ("jobs", "0"),
            ("seed", "-1"),
            ("backoff-factor", "0.5"),
            ("backoff-factor", "NaN"),
            ("retry-writes", "yes"),
            ("default-timeout", "5"),
        ] {
            let error = options.set(name, value).unwrap_err();
            assert!(error.starts_with(name), "{error}");
        }
        assert!(
            options
                .set("jobbs", "1")
                .unwrap_err()
                .contains("there are postgres-url, ")
        );
    }
}
