//! Written by `BLESS=1 cargo test -p mzhost-catalog` from `host/catalog/services`.

use crate::catalog::Entry;
use crate::value::Value;

/// Apache ZooKeeper, one server.
///
/// What brokers before Kafka 4 keep their state in. The catalog's Kafka needs it with
/// `use_zookeeper` only. Confluent's images of version 8 have no brokers that use it: give both
/// services a tag of version 7, such as 7.9.4.
#[derive(Debug, Clone)]
#[must_use = "give it to `Services::service`"]
pub struct Zookeeper(pub(crate) Entry);

impl Default for Zookeeper {
    fn default() -> Self {
        Self::new()
    }
}

impl Zookeeper {
    /// The service with its defaults.
    pub fn new() -> Self {
        Self(Entry::new("zookeeper", "zookeeper"))
    }

    /// Name of the service. By default `zookeeper`.
    pub fn name(self, name: impl Into<String>) -> Self {
        Self(self.0.name(name))
    }

    /// The image without its tag. By default `confluentinc/cp-zookeeper`.
    pub fn image(self, value: impl Into<String>) -> Self {
        self.set("image", value.into())
    }

    /// The image's tag. By default `7.9.4`.
    pub fn tag(self, value: impl Into<String>) -> Self {
        self.set("tag", value.into())
    }

    /// Port for clients. By default `2181`.
    pub fn port(self, value: i64) -> Self {
        self.set("port", value)
    }

    /// Volumes in the forms of Compose.
    pub fn volumes(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("volumes", Value::list(value))
    }

    /// The variables, in place of the default ones. By default
    /// `["ZOOKEEPER_CLIENT_PORT={{port}}"]`.
    pub fn environment(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("environment", Value::list(value))
    }

    /// Platform of the image. Not set by default.
    pub fn platform(self, value: impl Into<String>) -> Self {
        self.set("platform", value.into())
    }
}

crate::catalog::entry!(Zookeeper);
