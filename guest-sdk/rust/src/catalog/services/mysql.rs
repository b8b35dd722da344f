//! Written by `BLESS=1 cargo test -p mzhost-catalog` from `host/catalog/services`.

use crate::catalog::Entry;
use crate::value::Value;

/// MySQL with a binary log of whole rows.
///
/// Debezium reads its binary log. Options that only MySQL knows are given with `loose-`, so that
/// MariaDB passes over them.
#[derive(Debug, Clone)]
#[must_use = "give it to `Services::service`"]
pub struct Mysql(pub(crate) Entry);

impl Default for Mysql {
    fn default() -> Self {
        Self::new()
    }
}

impl Mysql {
    /// The service with its defaults.
    pub fn new() -> Self {
        Self(Entry::new("mysql", "mysql"))
    }

    /// Name of the service. By default `mysql`.
    pub fn name(self, name: impl Into<String>) -> Self {
        Self(self.0.name(name))
    }

    /// Password of the user `root`. By default `p@ssw0rd`.
    pub fn root_password(self, value: impl Into<String>) -> Self {
        self.set("root_password", value.into())
    }

    /// The image's tag. By default `9.7.0`.
    pub fn version(self, value: impl Into<String>) -> Self {
        self.set("version", value.into())
    }

    /// The image with its tag. By default `mysql:{{version}}`.
    pub fn image(self, value: impl Into<String>) -> Self {
        self.set("image", value.into())
    }

    /// Published port. By default `3306`.
    pub fn port(self, value: i64) -> Self {
        self.set("port", value)
    }

    /// Volumes in the forms of Compose. By default `["mydata:/var/lib/mysql-files"]`.
    pub fn volumes(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("volumes", Value::list(value))
    }

    /// Number of the server, its own among several. By default `1`.
    pub fn server_id(self, value: i64) -> Self {
        self.set("server_id", value)
    }

    /// Whether it is no replica of another server. By default `true`.
    pub fn is_master(self, value: bool) -> Self {
        self.set("is_master", value)
    }

    /// What the binary log says of columns. One of `full`, `minimal`. By default `full`.
    pub fn binlog_row_metadata(self, value: impl Into<String>) -> Self {
        self.set("binlog_row_metadata", value.into())
    }

    /// Arguments of the server, in place of the default ones. By default `["--log-bin=mysql-bin",
    /// "--loose-gtid_mode=ON", "--loose-enforce_gtid_consistency=ON", "--binlog-format=row",
    /// "--binlog-row-image=full", "--loose-binlog-row-metadata={{binlog_row_metadata}}",
    /// "--server-id={{server_id}}", "--max-connections=1000", {"when": "not is_master", "then":
    /// ["--log-slave-updates", "--loose-skip-replica-start"]}]`.
    pub fn additional_args(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("additional_args", Value::list(value))
    }
}

crate::catalog::entry!(Mysql);
