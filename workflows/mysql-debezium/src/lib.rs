//! Change data capture from MySQL or MariaDB: Debezium, Kafka with messages in Avro, a sink in PostgreSQL.

use std::time::Duration;

use mzhost_guest::{
    Composition, Error, Healthcheck, Service, Services, services, testdrive, workflow,
};

const AVRO: &str = "io.confluent.connect.avro.AvroConverter";
const REGISTRY: &str = "http://schema-registry:8081";
const PATIENCE: Duration = Duration::from_secs(90);

#[services]
fn services() -> Services {
    Services::new()
        .service(
            Service::new("mysql")
                .image("mzhost/mariadb:10.11")
                .env("MARIADB_ROOT_PASSWORD", "mysql")
                .env("MARIADB_DATABASE", "shop")
                .ready_tcp(3306),
        )
        .service(
            // The usual name: test files find their main server by it.
            Service::new("postgres")
                .image("mzhost/postgres:15")
                .env("POSTGRES_PASSWORD", "postgres")
                .healthcheck(Healthcheck::command([
                    "pg_isready",
                    "-h",
                    "127.0.0.1",
                    "-U",
                    "postgres",
                ])),
        )
        .service(
            Service::new("kafka")
                .image("mzhost/kafka:4.3")
                .ready_tcp(9092),
        )
        .service(
            Service::new("schema-registry")
                .image("mzhost/schema-registry:2.6")
                .ready_http(8081, "/subjects"),
        )
        .service(
            Service::new("debezium")
                .image("mzhost/connect:3.5")
                .env("CONNECT_BOOTSTRAP_SERVERS", "kafka:9092")
                .env("CONNECT_KEY_CONVERTER", AVRO)
                .env("CONNECT_KEY_CONVERTER_SCHEMA_REGISTRY_URL", REGISTRY)
                .env("CONNECT_VALUE_CONVERTER", AVRO)
                .env("CONNECT_VALUE_CONVERTER_SCHEMA_REGISTRY_URL", REGISTRY)
                .ready_http(8083, "/connectors"),
        )
}

/// Rows and changes arrive, also those that were made while Connect was away.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    c.up([])?;
    for file in [
        "tables.td",
        "connectors.td",
        "copied.td",
        "changes.td",
        "changed.td",
    ] {
        run(file)?;
    }
    c.kill(["debezium"])?;
    run("meanwhile.td")?;
    c.start(["debezium"])?;
    run("caught-up.td")
}

fn run(file: &str) -> Result<(), Error> {
    testdrive::files(file).timeout(PATIENCE).run().map(drop)
}
