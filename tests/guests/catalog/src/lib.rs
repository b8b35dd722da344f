//! Starts every service of the catalog whose image is built by `tests/images`, and asks each something as a client does.

use std::time::Duration;

use mzhost_guest::{Composition, Error, Services, catalog, ensure, services, testdrive, workflow};

/// Longer than any answer takes.
const PATIENCE: Duration = Duration::from_secs(60);

#[services]
fn services() -> Services {
    Services::new()
        .service(catalog::Postgres::new().password("secret"))
        .service(catalog::Mysql::new().server_id(7))
        .service(catalog::Toxiproxy::new().seed(1))
        .service(
            catalog::OneOff::new("job", "debian:bookworm-slim")
                .command(["sh", "-c", "echo $$GREETING"])
                .environment(["GREETING=hello"])
                .depends_on(["postgres"]),
        )
        .service(catalog::Kafka::new())
        .service(catalog::SchemaRegistry::new())
        .service(catalog::Debezium::new())
        .service(catalog::Zookeeper::new())
        .service(
            catalog::Kafka::new()
                .name("old-kafka")
                .tag("7.9.4")
                .use_zookeeper(true),
        )
        .service(broker("kafka1", 1))
        .service(broker("kafka2", 2))
        // Images of these cannot be built: they are declared only.
        .service(catalog::Redpanda::new())
        .service(catalog::Minio::new())
        .service(
            catalog::Materialized::new()
                .external_blob_store(true)
                .external_metadata_store("postgres"),
        )
        .service(catalog::Testdrive::new())
}

/// One of two brokers, which are controllers as well.
fn broker(name: &str, id: i64) -> catalog::Kafka {
    catalog::Kafka::new()
        .name(name)
        .broker_id(id)
        .controller_quorum_voters("1@kafka1:9093,2@kafka2:9093")
        .offsets_topic_replication_factor(2)
}

/// What needs no broker.
#[workflow]
fn workflow_databases(c: Composition) -> Result<(), Error> {
    c.up(["postgres", "mysql", "toxiproxy", "job"])?;
    let db = c.sql("postgres").password("secret").connect()?;
    let level: String = db.query("show wal_level", &[])?.value()?;
    ensure!(level == "logical", "wal_level is {level}");
    let query = "select @@server_id, @@binlog_format";
    let answer = c.exec("mysql", ["mariadb", "-pp@ssw0rd", "-Ne", query])?;
    ensure!(
        answer.stdout().trim() == "7\tROW",
        "mysql says {}",
        answer.stdout()
    );
    c.wait_for_http("toxiproxy", 8474, "/proxies", 200, PATIENCE)?;
    ensure!(c.logs("job", 10)?.trim() == "hello");
    Ok(())
}

/// A broker, the registry and Connect, brought up by one name.
#[workflow]
fn workflow_kafka(c: Composition) -> Result<(), Error> {
    c.up(["debezium"])?;
    testdrive::source("kafka.td", include_str!("kafka.td")).run()?;
    c.wait_for_http("debezium", 8083, "/connector-plugins", 200, PATIENCE)
}

/// A broker with ZooKeeper, brought up by one name.
#[workflow]
fn workflow_zookeeper(c: Composition) -> Result<(), Error> {
    c.up(["old-kafka"])?;
    testdrive::source("old-kafka.td", include_str!("old-kafka.td"))
        .option("kafka-addr", "old-kafka:9092")
        .run()
        .map(drop)
}

/// Two brokers: what is written by one is read from the copies at the other.
#[workflow]
fn workflow_brokers(c: Composition) -> Result<(), Error> {
    c.up(["kafka1", "kafka2"])?;
    let at = |broker: &str, name: &str, text: &str| {
        testdrive::source(name, text)
            .option("kafka-addr", broker)
            .option("seed", "1")
            .run()
            .map(drop)
    };
    at("kafka1:9092", "write.td", include_str!("write.td"))?;
    at("kafka2:9092", "read.td", include_str!("read.td"))
}
