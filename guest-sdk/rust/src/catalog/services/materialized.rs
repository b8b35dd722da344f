//! Written by `BLESS=1 cargo test -p mzhost-catalog` from `host/catalog/services`.

use crate::catalog::Entry;
use crate::value::Value;

/// Materialize.
///
/// The image needs a registry that has it, and a licence key where the version asks for one
/// (`environment_extra`). The user `materialize` connects to port 6875 with SQL; port 6877 takes
/// `mz_system`.
///
/// The replica sizes, the system parameters and the listeners are those of the image: they belong
/// to its version. A listener file or a map of sizes is given with `volumes_extra` and
/// `environment_extra`.
///
/// Needs: minio (when external_blob_store).
#[derive(Debug, Clone)]
#[must_use = "give it to `Services::service`"]
pub struct Materialized(pub(crate) Entry);

impl Default for Materialized {
    fn default() -> Self {
        Self::new()
    }
}

impl Materialized {
    /// The service with its defaults.
    pub fn new() -> Self {
        Self(Entry::new("materialized", "materialized"))
    }

    /// Name of the service. By default `materialized`.
    pub fn name(self, name: impl Into<String>) -> Self {
        Self(self.0.name(name))
    }

    /// The image with its tag. By default `materialize/materialized:latest`.
    pub fn image(self, value: impl Into<String>) -> Self {
        self.set("image", value.into())
    }

    /// Id of the environment. By default
    /// `mzcompose-us-east-1-00000000-0000-0000-0000-000000000000-0`.
    pub fn environment_id(self, value: impl Into<String>) -> Self {
        self.set("environment_id", value.into())
    }

    /// Further variables; they win.
    pub fn environment_extra(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("environment_extra", Value::list(value))
    }

    /// Further volumes.
    pub fn volumes_extra(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("volumes_extra", Value::list(value))
    }

    /// Services that start before it.
    pub fn depends_on(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("depends_on", Value::list(value))
    }

    /// Limit on memory, such as 4g. Not set by default.
    pub fn memory(self, value: impl Into<String>) -> Self {
        self.set("memory", value.into())
    }

    /// Limit on processors, such as 2. Not set by default.
    pub fn cpu(self, value: impl Into<String>) -> Self {
        self.set("cpu", value.into())
    }

    /// Further arguments.
    pub fn options(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("options", Value::list(value))
    }

    /// Where data is stored. Not set by default.
    pub fn persist_blob_url(self, value: impl Into<String>) -> Self {
        self.set("persist_blob_url", value.into())
    }

    /// The service with the metadata, such as `postgres-metadata`; without it, the image's own
    /// server. Not set by default.
    pub fn external_metadata_store(self, value: impl Into<String>) -> Self {
        self.set("external_metadata_store", value.into())
    }

    /// Whether data is stored in the service `minio`. By default `false`.
    pub fn external_blob_store(self, value: bool) -> Self {
        self.set("external_blob_store", value)
    }

    /// Whether features for tests are on. By default `true`.
    pub fn unsafe_mode(self, value: bool) -> Self {
        self.set("unsafe_mode", value)
    }

    /// Whether the crash of a replica ends the whole. By default `true`.
    pub fn propagate_crashes(self, value: bool) -> Self {
        self.set("propagate_crashes", value)
    }

    /// Number of the deployment. Not set by default.
    pub fn deploy_generation(self, value: i64) -> Self {
        self.set("deploy_generation", value)
    }

    /// Kind of migration of the built-in schema that is forced. Not set by default.
    pub fn force_migrations(self, value: impl Into<String>) -> Self {
        self.set("force_migrations", value.into())
    }

    /// Whether assertions that cost time are on. By default `true`.
    pub fn soft_assertions(self, value: bool) -> Self {
        self.set("soft_assertions", value)
    }

    /// Whether mzcompose may restart it after a test; a label only. By default `true`.
    pub fn sanity_restart(self, value: bool) -> Self {
        self.set("sanity_restart", value)
    }

    /// Defaults of system parameters.
    pub fn system_parameter_defaults(
        self,
        value: impl IntoIterator<Item = (impl Into<String>, impl Into<Value>)>,
    ) -> Self {
        self.set("system_parameter_defaults", Value::map(value))
    }

    /// Further ones; they win.
    pub fn additional_system_parameter_defaults(
        self,
        value: impl IntoIterator<Item = (impl Into<String>, impl Into<Value>)>,
    ) -> Self {
        self.set("additional_system_parameter_defaults", Value::map(value))
    }

    /// The map of replica sizes as JSON. Not set by default.
    pub fn cluster_replica_sizes(self, value: impl Into<String>) -> Self {
        self.set("cluster_replica_sizes", value.into())
    }

    /// Replica size of the built-in clusters. Not set by default.
    pub fn bootstrap_replica_size(self, value: impl Into<String>) -> Self {
        self.set("bootstrap_replica_size", value.into())
    }

    /// Replicas of the default cluster. By default `1`.
    pub fn default_replication_factor(self, value: i64) -> Self {
        self.set("default_replication_factor", value)
    }

    /// Replicas of the system cluster. By default `1`.
    pub fn builtin_system_cluster_replication_factor(self, value: i64) -> Self {
        self.set("builtin_system_cluster_replication_factor", value)
    }

    /// Replicas of the probe cluster. By default `1`.
    pub fn builtin_probe_cluster_replication_factor(self, value: i64) -> Self {
        self.set("builtin_probe_cluster_replication_factor", value)
    }

    /// Whether replicas may run in other services. By default `false`.
    pub fn support_external_clusterd(self, value: bool) -> Self {
        self.set("support_external_clusterd", value)
    }

    /// Where the container has its listener file, mounted with volumes_extra. Not set by default.
    pub fn listeners_config_path(self, value: impl Into<String>) -> Self {
        self.set("listeners_config_path", value.into())
    }

    /// Whether the four usual volumes are mounted. By default `true`.
    pub fn use_default_volumes(self, value: bool) -> Self {
        self.set("use_default_volumes", value)
    }

    /// Published ports. By default `[6875, 6876, 6877, 6878, 6880, 6881, 26257]`.
    pub fn ports(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("ports", Value::list(value))
    }

    /// When the process in the container starts again. By default `no`.
    pub fn restart(self, value: impl Into<String>) -> Self {
        self.set("restart", value.into())
    }

    /// The test that it is ready. By default `["CMD", "curl", "-f", "localhost:6878/api/readyz"]`.
    pub fn healthcheck(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("healthcheck", Value::list(value))
    }

    /// Platform of the image. Not set by default.
    pub fn platform(self, value: impl Into<String>) -> Self {
        self.set("platform", value.into())
    }

    /// Time between the stop signal and SIGKILL. By default `120s`.
    pub fn stop_grace_period(self, value: impl Into<String>) -> Self {
        self.set("stop_grace_period", value.into())
    }

    /// Networks in place of the default one.
    pub fn networks(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("networks", Value::list(value))
    }
}

crate::catalog::entry!(Materialized);
