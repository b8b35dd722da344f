//! Written by `BLESS=1 cargo test -p mzhost-catalog` from `host/catalog/services`.

use crate::catalog::Entry;
use crate::value::Value;

/// Apache Kafka, one broker or one of several.
///
/// A broker that is its own controller (KRaft), or with `use_zookeeper` one that needs the
/// catalog's ZooKeeper; for that, give a `tag` of version 7, such as 7.9.4.
///
/// Several brokers: one service for each, with its own `name` and `broker_id`, the same
/// `controller_quorum_voters` (such as `1@kafka1:9093,2@kafka2:9093`), and `depends_on_extra` where
/// one shall start after another. Topics have one copy unless `environment_extra` says otherwise.
///
/// Needs: zookeeper (when use_zookeeper).
#[derive(Debug, Clone)]
#[must_use = "give it to `Services::service`"]
pub struct Kafka(pub(crate) Entry);

impl Default for Kafka {
    fn default() -> Self {
        Self::new()
    }
}

impl Kafka {
    /// The service with its defaults.
    pub fn new() -> Self {
        Self(Entry::new("kafka", "kafka"))
    }

    /// Name of the service; clients in the network reach the broker by it. By default `kafka`.
    pub fn name(self, name: impl Into<String>) -> Self {
        Self(self.0.name(name))
    }

    /// The image without its tag. By default `confluentinc/cp-kafka`.
    pub fn image(self, value: impl Into<String>) -> Self {
        self.set("image", value.into())
    }

    /// The image's tag. By default `8.2.0`.
    pub fn tag(self, value: impl Into<String>) -> Self {
        self.set("tag", value.into())
    }

    /// Number of the broker, its own among several. By default `1`.
    pub fn broker_id(self, value: i64) -> Self {
        self.set("broker_id", value)
    }

    /// The addresses that clients are told, each as NAME://HOST:PORT. By default
    /// `["PLAINTEXT://{{name}}:9092"]`.
    pub fn advertised_listeners(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("advertised_listeners", Value::list(value))
    }

    /// The addresses that the broker listens at. Without it, the ports of the advertised ones on
    /// all addresses. Not set by default.
    pub fn listeners(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("listeners", Value::list(value))
    }

    /// Published ports. Without it, those of the advertised listeners.
    pub fn ports(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("ports", Value::list(value))
    }

    /// Accepted for scripts of mzcompose; ports may always name one of the host. By default
    /// `false`.
    pub fn allow_host_ports(self, value: bool) -> Self {
        self.set("allow_host_ports", value)
    }

    /// Whether a topic is made when it is first used. By default `false`.
    pub fn auto_create_topics(self, value: bool) -> Self {
        self.set("auto_create_topics", value)
    }

    /// Copies of the topic of consumers' offsets. By default `1`.
    pub fn offsets_topic_replication_factor(self, value: i64) -> Self {
        self.set("offsets_topic_replication_factor", value)
    }

    /// Whether the broker keeps its state in ZooKeeper. By default `false`.
    pub fn use_zookeeper(self, value: bool) -> Self {
        self.set("use_zookeeper", value)
    }

    /// ZooKeeper's address, as SERVICE:PORT. By default `zookeeper:2181`.
    pub fn zookeeper(self, value: impl Into<String>) -> Self {
        self.set("zookeeper", value.into())
    }

    /// Port of the controller. By default `9093`.
    pub fn controller_port(self, value: i64) -> Self {
        self.set("controller_port", value)
    }

    /// All controllers, each as ID@HOST:PORT. By default
    /// `{{broker_id}}@{{name}}:{{controller_port}}`.
    pub fn controller_quorum_voters(self, value: impl Into<String>) -> Self {
        self.set("controller_quorum_voters", value.into())
    }

    /// Id of the cluster, 22 characters, the same for all its brokers. By default
    /// `5L6g3nShT-eMCtK--X86sw`.
    pub fn cluster_id(self, value: impl Into<String>) -> Self {
        self.set("cluster_id", value.into())
    }

    /// Variables in place of the general ones; those of listeners and of the controller come on
    /// top. Not set by default.
    pub fn environment(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("environment", Value::list(value))
    }

    /// Further variables; they win.
    pub fn environment_extra(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("environment_extra", Value::list(value))
    }

    /// Services that start before the broker.
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

crate::catalog::entry!(Kafka);
