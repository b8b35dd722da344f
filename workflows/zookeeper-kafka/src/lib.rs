//! The chain of a Kafka that still needs ZooKeeper: bringing up the registry brings up the others before it.

use mzhost_guest::{
    Composition, Condition, Error, Service, Services, ensure, services, testdrive, workflow,
};

#[services]
fn services() -> Services {
    Services::new()
        .service(
            Service::new("zookeeper")
                .image("mzhost/kafka-zookeeper:3.9")
                .command(["zookeeper"])
                .env("ZOOKEEPER_CLIENT_PORT", "2181")
                .ready_tcp(2181),
        )
        .service(
            Service::new("kafka")
                .image("mzhost/kafka-zookeeper:3.9")
                .command(["kafka"])
                .env("KAFKA_ZOOKEEPER_CONNECT", "zookeeper:2181")
                .env("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://kafka:9092")
                .env("KAFKA_BROKER_ID", "1")
                .depends_on("zookeeper")
                .ready_tcp(9092),
        )
        .service(
            Service::new("schema-registry")
                .image("mzhost/schema-registry:2.6")
                .env(
                    "SCHEMA_REGISTRY_KAFKASTORE_BOOTSTRAP_SERVERS",
                    "PLAINTEXT://kafka:9092",
                )
                .depends_on_when("kafka", Condition::Healthy)
                .ready_http(8081, "/subjects"),
        )
}

/// One `up` of the last service brings up all; then records in Avro go there and back, also after the broker was killed.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    c.up(["schema-registry"])?;
    for service in ["zookeeper", "kafka", "schema-registry"] {
        let state = c.state(service)?;
        ensure!(state.ready, "{service} is not ready: {state:?}");
    }
    testdrive::files("records.td").var("round", "first").run()?;
    c.kill(["kafka"])?;
    c.start(["kafka"])?;
    testdrive::files("records.td")
        .var("round", "second")
        .run()?;
    Ok(())
}
