//! Written by `BLESS=1 cargo test -p mzhost-catalog` from `host/catalog/services`.

use crate::catalog::Entry;
use crate::value::Value;

/// PostgreSQL with logical decoding.
///
/// The user and the database are `postgres`. Scripts that are mounted in
/// `/docker-entrypoint-initdb.d` run at the first start.
#[derive(Debug, Clone)]
#[must_use = "give it to `Services::service`"]
pub struct Postgres(pub(crate) Entry);

impl Default for Postgres {
    fn default() -> Self {
        Self::new()
    }
}

impl Postgres {
    /// The service with its defaults.
    pub fn new() -> Self {
        Self(Entry::new("postgres", "postgres"))
    }

    /// Name of the service. By default `postgres`.
    pub fn name(self, name: impl Into<String>) -> Self {
        Self(self.0.name(name))
    }

    /// The image with its tag. By default `postgres:17`.
    pub fn image(self, value: impl Into<String>) -> Self {
        self.set("image", value.into())
    }

    /// Password of the user `postgres`. By default `postgres`.
    pub fn password(self, value: impl Into<String>) -> Self {
        self.set("password", value.into())
    }

    /// Published ports. By default `["5432"]`.
    pub fn ports(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("ports", Value::list(value))
    }

    /// Port that the server listens at. By default `5432`.
    pub fn port(self, value: i64) -> Self {
        self.set("port", value)
    }

    /// Further arguments of the server, such as `-c` and `fsync=off`.
    pub fn extra_command(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("extra_command", Value::list(value))
    }

    /// The variables, in place of the default ones. By default `["POSTGRESDB=postgres",
    /// "POSTGRES_PASSWORD={{password}}"]`.
    pub fn environment(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("environment", Value::list(value))
    }

    /// Volumes in the forms of Compose.
    pub fn volumes(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("volumes", Value::list(value))
    }

    /// The server's setting of the name. By default `100`.
    pub fn max_wal_senders(self, value: i64) -> Self {
        self.set("max_wal_senders", value)
    }

    /// The server's setting of the name. By default `100`.
    pub fn max_replication_slots(self, value: i64) -> Self {
        self.set("max_replication_slots", value)
    }

    /// When the engine starts it again. By default `no`.
    pub fn restart(self, value: impl Into<String>) -> Self {
        self.set("restart", value.into())
    }
}

crate::catalog::entry!(Postgres);
