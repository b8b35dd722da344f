//! Written by `BLESS=1 cargo test -p mzhost-catalog` from `host/catalog/services`.

use crate::catalog::Entry;
use crate::value::Value;

/// Kafka Connect with Debezium's connectors.
///
/// A worker of Kafka Connect. Connectors are made by its HTTP interface. Keys and values are
/// written in Avro, with schemas in the registry; the image must have Confluent's converter for it,
/// or `environment_extra` must name another one (`CONNECT_KEY_CONVERTER`,
/// `CONNECT_VALUE_CONVERTER`).
///
/// Needs: kafka (when not redpanda), schema-registry (when not redpanda), redpanda (when redpanda).
#[derive(Debug, Clone)]
#[must_use = "give it to `Services::service`"]
pub struct Debezium(pub(crate) Entry);

impl Default for Debezium {
    fn default() -> Self {
        Self::new()
    }
}

impl Debezium {
    /// The service with its defaults.
    pub fn new() -> Self {
        Self(Entry::new("debezium", "debezium"))
    }

    /// Name of the service. By default `debezium`.
    pub fn name(self, name: impl Into<String>) -> Self {
        Self(self.0.name(name))
    }

    /// The image with its tag. By default `debezium/connect:3.0.0.Final`.
    pub fn image(self, value: impl Into<String>) -> Self {
        self.set("image", value.into())
    }

    /// Published port of the HTTP interface. By default `8083`.
    pub fn port(self, value: i64) -> Self {
        self.set("port", value)
    }

    /// Whether Redpanda takes the place of Kafka and the registry. By default `false`.
    pub fn redpanda(self, value: bool) -> Self {
        self.set("redpanda", value)
    }

    /// The variables, in place of the default ones. Not set by default.
    pub fn environment(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("environment", Value::list(value))
    }

    /// Further variables; they win.
    pub fn environment_extra(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("environment_extra", Value::list(value))
    }
}

crate::catalog::entry!(Debezium);
