//! Written by `BLESS=1 cargo test -p mzhost-catalog` from `host/catalog/services`.

use crate::catalog::Entry;
use crate::value::Value;

/// Materialize's own testdrive in a container.
///
/// For scripts that call it with `run`; mzhost runs test files by itself, without an image: see
/// testdrive.md. It sees the composition's folder at `/workdir`, which needs the grant
/// `--allow-bind` to be more than a copy.
#[derive(Debug, Clone)]
#[must_use = "give it to `Services::service`"]
pub struct Testdrive(pub(crate) Entry);

impl Default for Testdrive {
    fn default() -> Self {
        Self::new()
    }
}

impl Testdrive {
    /// The service with its defaults.
    pub fn new() -> Self {
        Self(Entry::new("testdrive", "testdrive"))
    }

    /// Name of the service. By default `testdrive`.
    pub fn name(self, name: impl Into<String>) -> Self {
        Self(self.0.name(name))
    }

    /// The image with its tag. By default `materialize/testdrive:latest`.
    pub fn image(self, value: impl Into<String>) -> Self {
        self.set("image", value.into())
    }

    /// Materialize's service. By default `materialized`.
    pub fn mz_service(self, value: impl Into<String>) -> Self {
        self.set("mz_service", value.into())
    }

    /// Materialize's address. By default `postgres://materialize@{{mz_service}}:6875`.
    pub fn materialize_url(self, value: impl Into<String>) -> Self {
        self.set("materialize_url", value.into())
    }

    /// Materialize's internal address. By default `postgres://materialize@{{mz_service}}:6877`.
    pub fn materialize_url_internal(self, value: impl Into<String>) -> Self {
        self.set("materialize_url_internal", value.into())
    }

    /// Whether Materialize is asked over HTTPS. By default `false`.
    pub fn materialize_use_https(self, value: bool) -> Self {
        self.set("materialize_use_https", value)
    }

    /// Session variables of its connections.
    pub fn materialize_params(
        self,
        value: impl IntoIterator<Item = (impl Into<String>, impl Into<Value>)>,
    ) -> Self {
        self.set("materialize_params", Value::map(value))
    }

    /// The broker. By default `kafka:9092`.
    pub fn kafka_url(self, value: impl Into<String>) -> Self {
        self.set("kafka_url", value.into())
    }

    /// Partitions of a topic for which the file names none. Not set by default.
    pub fn kafka_default_partitions(self, value: i64) -> Self {
        self.set("kafka_default_partitions", value)
    }

    /// The schema registry. By default `http://schema-registry:8081`.
    pub fn schema_registry_url(self, value: impl Into<String>) -> Self {
        self.set("schema_registry_url", value.into())
    }

    /// Whether what earlier files left in Materialize stays. By default `false`.
    pub fn no_reset(self, value: bool) -> Self {
        self.set("no_reset", value)
    }

    /// How long statements are tried. By default `20s`.
    pub fn default_timeout(self, value: impl Into<String>) -> Self {
        self.set("default_timeout", value.into())
    }

    /// Seed of names. Not set by default.
    pub fn seed(self, value: i64) -> Self {
        self.set("seed", value)
    }

    /// Whether the catalog's copy on disk is compared. By default `false`.
    pub fn validate_catalog_store(self, value: bool) -> Self {
        self.set("validate_catalog_store", value)
    }

    /// The whole entry point. Not set by default.
    pub fn entrypoint(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("entrypoint", Value::list(value))
    }

    /// Further arguments.
    pub fn entrypoint_extra(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("entrypoint_extra", Value::list(value))
    }

    /// The variables, in place of the default ones. Not set by default.
    pub fn environment(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("environment", Value::list(value))
    }

    /// Further volumes.
    pub fn volumes_extra(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("volumes_extra", Value::list(value))
    }

    /// What is mounted as its folder. By default `.:/workdir`.
    pub fn volume_workdir(self, value: impl Into<String>) -> Self {
        self.set("volume_workdir", value.into())
    }

    /// Region of AWS; without it, aws_endpoint is used. Not set by default.
    pub fn aws_region(self, value: impl Into<String>) -> Self {
        self.set("aws_region", value.into())
    }

    /// Address in place of AWS. By default `http://minio:9000`.
    pub fn aws_endpoint(self, value: impl Into<String>) -> Self {
        self.set("aws_endpoint", value.into())
    }

    /// Name of the key. By default `minioadmin`.
    pub fn aws_access_key_id(self, value: impl Into<String>) -> Self {
        self.set("aws_access_key_id", value.into())
    }

    /// The key. By default `minioadmin`.
    pub fn aws_secret_access_key(self, value: impl Into<String>) -> Self {
        self.set("aws_secret_access_key", value.into())
    }

    /// Whether the checks after each file are left out. By default `false`.
    pub fn no_consistency_checks(self, value: bool) -> Self {
        self.set("no_consistency_checks", value)
    }

    /// Whether the log of statements is compared. By default `false`.
    pub fn check_statement_logging(self, value: bool) -> Self {
        self.set("check_statement_logging", value)
    }

    /// The service with Materialize's metadata. By default `{{mz_service}}`.
    pub fn consensus_service(self, value: impl Into<String>) -> Self {
        self.set("consensus_service", value.into())
    }

    /// Whether the addresses of Materialize's storage are given. By default `true`.
    pub fn set_persist_urls(self, value: bool) -> Self {
        self.set("set_persist_urls", value)
    }

    /// Growth of the pauses between tries. By default `1.0`.
    pub fn backoff_factor(self, value: impl Into<String>) -> Self {
        self.set("backoff_factor", value.into())
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

crate::catalog::entry!(Testdrive);
