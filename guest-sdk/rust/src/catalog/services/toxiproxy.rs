//! Written by `BLESS=1 cargo test -p mzhost-catalog` from `host/catalog/services`.

use crate::catalog::Entry;

/// Toxiproxy, which cuts and slows connections.
///
/// Proxies and their toxics are made by its HTTP interface.
#[derive(Debug, Clone)]
#[must_use = "give it to `Services::service`"]
pub struct Toxiproxy(pub(crate) Entry);

impl Default for Toxiproxy {
    fn default() -> Self {
        Self::new()
    }
}

impl Toxiproxy {
    /// The service with its defaults.
    pub fn new() -> Self {
        Self(Entry::new("toxiproxy", "toxiproxy"))
    }

    /// Name of the service. By default `toxiproxy`.
    pub fn name(self, name: impl Into<String>) -> Self {
        Self(self.0.name(name))
    }

    /// The image with its tag. By default `jauderho/toxiproxy:v2.12.0`.
    pub fn image(self, value: impl Into<String>) -> Self {
        self.set("image", value.into())
    }

    /// Published port of the HTTP interface. By default `8474`.
    pub fn port(self, value: i64) -> Self {
        self.set("port", value)
    }

    /// Seed of its randomness; without it, the proxy chooses one. Not set by default.
    pub fn seed(self, value: i64) -> Self {
        self.set("seed", value)
    }
}

crate::catalog::entry!(Toxiproxy);
