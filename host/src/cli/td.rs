//! `mzhost td FILES…`: testdrive files against any server, without Docker.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use clap::builder::BoolishValueParser;
use mzhost_core::fault::Fault;
use mzhost_testdrive::{Access, Options};

use super::args::Global;
use super::testing::Testing;

#[derive(Debug, Args)]
pub(super) struct Td {
    #[command(flatten)]
    testing: Testing,
    /// Kafka's bootstrap address, HOST:PORT
    #[arg(long, value_name = "ADDRESS", env = "MZHOST_KAFKA_ADDR")]
    kafka_addr: Option<String>,
    /// Partitions of topics that are created without a number
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(i32).range(1..), env = "MZHOST_KAFKA_DEFAULT_PARTITIONS")]
    kafka_default_partitions: i32,
    /// The schema registry, http://HOST:PORT/
    #[arg(
        long,
        value_name = "URL",
        env = "MZHOST_SCHEMA_REGISTRY_URL",
        hide_env_values = true
    )]
    schema_registry_url: Option<String>,
    /// User of the schema registry
    #[arg(long, value_name = "NAME", env = "MZHOST_SCHEMA_REGISTRY_USERNAME")]
    schema_registry_username: Option<String>,
    /// Password of the schema registry
    #[arg(
        long,
        value_name = "TEXT",
        env = "MZHOST_SCHEMA_REGISTRY_PASSWORD",
        hide_env_values = true
    )]
    schema_registry_password: Option<String>,
    /// Let psql-execute run psql on this machine
    #[arg(long, env = "MZHOST_ALLOW_PSQL", value_parser = BoolishValueParser::new())]
    allow_psql: bool,
}

impl Td {
    pub(super) async fn execute(self, global: &Global) -> Result<u8, Fault> {
        let psql = self.allow_psql.then(|| PathBuf::from("psql"));
        let access: Arc<dyn Access> = Arc::new(self.testing.access(psql));
        let options = Options {
            kafka_addr: self.kafka_addr,
            kafka_default_partitions: self.kafka_default_partitions,
            schema_registry_url: self.schema_registry_url,
            schema_registry_username: self.schema_registry_username,
            schema_registry_password: self.schema_registry_password,
            ..self.testing.options()
        };
        let start = |sources, stop, observe| {
            let options = Options { stop, ..options };
            mzhost_testdrive::run::run(sources, options, access, observe)
        };
        self.testing.run(global, "td", start).await
    }
}
