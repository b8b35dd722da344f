//! Written by `BLESS=1 cargo test -p mzhost-catalog` from `host/catalog/services`.

use crate::catalog::Entry;
use crate::value::Value;

/// MinIO, an object store with S3's interface.
///
/// The user and the password are `minioadmin`. Port 9000 has S3's interface, port 9001 the console.
/// A folder of `additional_directories` is a bucket.
#[derive(Debug, Clone)]
#[must_use = "give it to `Services::service`"]
pub struct Minio(pub(crate) Entry);

impl Default for Minio {
    fn default() -> Self {
        Self::new()
    }
}

impl Minio {
    /// The service with its defaults.
    pub fn new() -> Self {
        Self(Entry::new("minio", "minio"))
    }

    /// Name of the service. By default `minio`.
    pub fn name(self, name: impl Into<String>) -> Self {
        Self(self.0.name(name))
    }

    /// The image with its tag. By default `minio/minio:RELEASE.2025-09-07T16-13-09Z`.
    pub fn image(self, value: impl Into<String>) -> Self {
        self.set("image", value.into())
    }

    /// Whether there is a bucket `persist` for Materialize. By default `false`.
    pub fn setup_materialize(self, value: bool) -> Self {
        self.set("setup_materialize", value)
    }

    /// Further buckets.
    pub fn additional_directories(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("additional_directories", Value::list(value))
    }

    /// Published ports. By default `[9000, 9001]`.
    pub fn ports(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("ports", Value::list(value))
    }

    /// Accepted for scripts of mzcompose; ports may always name one of the host. By default
    /// `false`.
    pub fn allow_host_ports(self, value: bool) -> Self {
        self.set("allow_host_ports", value)
    }
}

crate::catalog::entry!(Minio);
