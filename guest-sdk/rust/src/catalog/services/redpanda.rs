//! Written by `BLESS=1 cargo test -p mzhost-catalog` from `host/catalog/services`.

use crate::catalog::Entry;
use crate::value::Value;

/// Redpanda, a Kafka broker with its own schema registry.
///
/// One process in place of Kafka and the schema registry: it has the names of both in the network.
#[derive(Debug, Clone)]
#[must_use = "give it to `Services::service`"]
pub struct Redpanda(pub(crate) Entry);

impl Default for Redpanda {
    fn default() -> Self {
        Self::new()
    }
}

impl Redpanda {
    /// The service with its defaults.
    pub fn new() -> Self {
        Self(Entry::new("redpanda", "redpanda"))
    }

    /// Name of the service. By default `redpanda`.
    pub fn name(self, name: impl Into<String>) -> Self {
        Self(self.0.name(name))
    }

    /// The image's tag. By default `v26.1.8`.
    pub fn version(self, value: impl Into<String>) -> Self {
        self.set("version", value.into())
    }

    /// The image with its tag. By default `redpandadata/redpanda:{{version}}`.
    pub fn image(self, value: impl Into<String>) -> Self {
        self.set("image", value.into())
    }

    /// Whether a topic is made when it is first used. By default `false`.
    pub fn auto_create_topics(self, value: bool) -> Self {
        self.set("auto_create_topics", value)
    }

    /// Further names in the network. By default `["kafka", "schema-registry"]`.
    pub fn aliases(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("aliases", Value::list(value))
    }

    /// Published ports, the first of them the broker's. By default `[9092, 8081]`.
    pub fn ports(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("ports", Value::list(value))
    }

    /// Settings of the cluster, without `redpanda.`.
    pub fn extra_cluster_settings(
        self,
        value: impl IntoIterator<Item = (impl Into<String>, impl Into<Value>)>,
    ) -> Self {
        self.set("extra_cluster_settings", Value::map(value))
    }
}

crate::catalog::entry!(Redpanda);
