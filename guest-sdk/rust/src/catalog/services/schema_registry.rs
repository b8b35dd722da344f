//! Written by `BLESS=1 cargo test -p mzhost-catalog` from `host/catalog/services`.

use crate::catalog::Entry;
use crate::value::Value;

/// Confluent's schema registry.
///
/// Keeps the schemas of Avro, Protobuf and JSON topics in Kafka and gives them over HTTP. It starts
/// after its brokers and waits for them by itself.
///
/// Needs: kafka.
#[derive(Debug, Clone)]
#[must_use = "give it to `Services::service`"]
pub struct SchemaRegistry(pub(crate) Entry);

impl Default for SchemaRegistry {
    fn default() -> Self {
        Self::new()
    }
}

impl SchemaRegistry {
    /// The service with its defaults.
    pub fn new() -> Self {
        Self(Entry::new("schema-registry", "schema-registry"))
    }

    /// Name of the service. By default `schema-registry`.
    pub fn name(self, name: impl Into<String>) -> Self {
        Self(self.0.name(name))
    }

    /// Further names in the network.
    pub fn aliases(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("aliases", Value::list(value))
    }

    /// The image without its tag. By default `confluentinc/cp-schema-registry`.
    pub fn image(self, value: impl Into<String>) -> Self {
        self.set("image", value.into())
    }

    /// The image's tag. By default `8.2.0`.
    pub fn tag(self, value: impl Into<String>) -> Self {
        self.set("tag", value.into())
    }

    /// Port of the HTTP interface. By default `8081`.
    pub fn port(self, value: i64) -> Self {
        self.set("port", value)
    }

    /// The brokers, each as SERVICE:PORT. By default `["kafka:9092"]`.
    pub fn kafka_servers(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("kafka_servers", Value::list(value))
    }

    /// Further variables; they win.
    pub fn environment_extra(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("environment_extra", Value::list(value))
    }

    /// Further services that start before it.
    pub fn depends_on_extra(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("depends_on_extra", Value::list(value))
    }

    /// Volumes in the forms of Compose.
    pub fn volumes(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("volumes", Value::list(value))
    }

    /// Platform of the image. Not set by default.
    pub fn platform(self, value: impl Into<String>) -> Self {
        self.set("platform", value.into())
    }
}

crate::catalog::entry!(SchemaRegistry);
