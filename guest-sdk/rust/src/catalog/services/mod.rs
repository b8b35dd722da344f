//! Written by `BLESS=1 cargo test -p mzhost-catalog` from `host/catalog/services`.

mod debezium;
mod kafka;
mod materialized;
mod minio;
mod mysql;
mod one_off;
mod postgres;
mod redpanda;
mod schema_registry;
mod testdrive;
mod toxiproxy;
mod zookeeper;

pub use debezium::Debezium;
pub use kafka::Kafka;
pub use materialized::Materialized;
pub use minio::Minio;
pub use mysql::Mysql;
pub use one_off::OneOff;
pub use postgres::Postgres;
pub use redpanda::Redpanda;
pub use schema_registry::SchemaRegistry;
pub use testdrive::Testdrive;
pub use toxiproxy::Toxiproxy;
pub use zookeeper::Zookeeper;
