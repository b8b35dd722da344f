//! What all builders of the catalog are made of.

use crate::error::Error;
use crate::service::Service;
use crate::value::Value;

/// A service of the catalog with the parameters that were set.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    kind: &'static str,
    name: String,
    parameters: Value,
    overrides: Value,
}

impl Entry {
    pub(crate) fn new(kind: &'static str, name: impl Into<String>) -> Self {
        let entry = Self {
            kind,
            name: String::new(),
            parameters: Value::Map(Vec::new()),
            overrides: Value::Map(Vec::new()),
        };
        entry.name(name)
    }

    pub(crate) fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        let name = self.name.clone();
        self.parameter("name", name)
    }

    pub(crate) fn parameter(mut self, name: &str, value: impl Into<Value>) -> Self {
        *self.parameters.entry(name) = value.into();
        self
    }

    pub(crate) fn with(mut self, change: impl FnOnce(Service) -> Service) -> Self {
        let changed = change(Service {
            name: self.name.clone(),
            keys: self.overrides,
        });
        self.overrides = changed.keys;
        self
    }

    /// The service's name.
    pub(crate) fn service_name(&self) -> &str {
        &self.name
    }

    /// Parameters and overrides as JSON.
    fn texts(&self) -> (String, String) {
        (self.parameters.to_string(), self.overrides.to_string())
    }

    /// The Compose document, from the host.
    pub(crate) fn document(&self) -> Result<String, Error> {
        let (parameters, overrides) = self.texts();
        super::service(self.kind, &parameters, &overrides)
    }
}

/// What every builder has beside its parameters.
macro_rules! entry {
    ($builder:ident) => {
        impl $builder {
            /// Sets keys of the Compose service beside those that the parameters make. They are laid over them by the merge
            /// rules of the Compose specification: maps are merged, lists are joined, `command` and `entrypoint` are replaced.
            pub fn with(
                self,
                change: impl FnOnce(crate::service::Service) -> crate::service::Service,
            ) -> Self {
                Self(self.0.with(change))
            }

            fn set(self, name: &str, value: impl Into<crate::value::Value>) -> Self {
                Self(self.0.parameter(name, value))
            }
        }

        impl crate::services::Declare for $builder {
            fn declare(self, services: &mut crate::services::Services) {
                services.add_entry(self.0);
            }
        }
    };
}
pub(crate) use entry;

#[cfg(test)]
mod tests {
    use crate::catalog::{Kafka, OneOff};

    #[test]
    fn parameters_become_json_of_their_types() {
        let kafka = Kafka::new()
            .name("kafka2")
            .broker_id(2)
            .use_zookeeper(true)
            .environment_extra(["A=1"]);
        let (parameters, overrides) = kafka.0.texts();
        assert_eq!(
            parameters,
            r#"{"name": "kafka2", "broker_id": 2, "use_zookeeper": true, "environment_extra": ["A=1"]}"#
        );
        assert_eq!(overrides, "{}");
    }

    #[test]
    fn keys_of_several_changes_are_kept() {
        let job = OneOff::new("job", "debian:bookworm-slim")
            .with(|service| service.env("A", "1"))
            .with(|service| service.env("B", "2"));
        let (parameters, overrides) = job.0.texts();
        assert_eq!(
            parameters,
            r#"{"name": "job", "image": "debian:bookworm-slim"}"#
        );
        assert_eq!(overrides, r#"{"environment": {"A": "1", "B": "2"}}"#);
    }
}
