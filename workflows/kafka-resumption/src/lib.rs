//! A sink that reads Kafka through Toxiproxy: when the network is cut or slow, it goes on where it was, and no row is lost.

use std::time::Duration;

use mzhost_guest::{
    Composition, Error, Healthcheck, Service, Services, services, testdrive, workflow,
};

/// Of all files: each names the same topic.
const SEED: u32 = 1;
const AVRO: &str = "io.confluent.connect.avro.AvroConverter";
const REGISTRY: &str = "http://schema-registry:8081";
const PATIENCE: Duration = Duration::from_secs(90);
/// The listener that others reach by way of Toxiproxy only.
const LISTENERS: &str = "PLAINTEXT://0.0.0.0:9092,PROXIED://0.0.0.0:9094,CONTROLLER://0.0.0.0:9093";
const ADVERTISED: &str = "PLAINTEXT://kafka:9092,PROXIED://toxiproxy:9094";
const PROTOCOLS: &str = "PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT";

#[services]
fn services() -> Services {
    Services::new()
        .service(
            Service::new("kafka")
                .image("mzhost/kafka:4.3")
                .env("KAFKA_LISTENERS", LISTENERS)
                .env("KAFKA_ADVERTISED_LISTENERS", ADVERTISED)
                .env("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", PROTOCOLS)
                .env("KAFKA_INTER_BROKER_LISTENER_NAME", "PLAINTEXT")
                .ready_tcp(9092),
        )
        .service(
            Service::new("schema-registry")
                .image("mzhost/schema-registry:2.6")
                .ready_http(8081, "/subjects"),
        )
        .service(
            Service::new("toxiproxy")
                .image("mzhost/toxiproxy:2.5")
                .command(["-host=0.0.0.0", "-seed=1"])
                .ready_tcp(8474),
        )
        .service(
            Service::new("connect")
                .image("mzhost/connect:3.5")
                .env("CONNECT_BOOTSTRAP_SERVERS", "toxiproxy:9094")
                .env("CONNECT_KEY_CONVERTER", AVRO)
                .env("CONNECT_KEY_CONVERTER_SCHEMA_REGISTRY_URL", REGISTRY)
                .env("CONNECT_VALUE_CONVERTER", AVRO)
                .env("CONNECT_VALUE_CONVERTER_SCHEMA_REGISTRY_URL", REGISTRY)
                .ready_http(8083, "/connectors"),
        )
        .service(
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
}

/// The network to Kafka is cut while records come, and mended: the sink has all of them.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    begin(c)?;
    produce("whole")?;
    arrived("whole")?;

    run("cut.td")?;
    produce("cut")?;
    run("nothing-arrives.td")?;
    run("mend.td")?;
    arrived("cut")?;
    Ok(())
}

/// The network is slow, and drops connections after some bytes: the sink has all records in the end.
#[workflow]
fn workflow_slow(c: Composition) -> Result<(), Error> {
    begin(c)?;
    run("slow.td")?;
    produce("slow")?;
    arrived("slow")?;
    run("fast.td")?;
    produce("fast")?;
    arrived("fast")
}

/// The proxy, then what connects through it, then the connector.
fn begin(c: Composition) -> Result<(), Error> {
    c.up(["kafka", "schema-registry", "toxiproxy", "postgres"])?;
    run("proxy.td")?;
    c.up(["connect"])?;
    run("topic.td")?;
    run("connector.td")
}

fn run(file: &str) -> Result<(), Error> {
    testdrive::files(file)
        .timeout(PATIENCE)
        .seed(SEED)
        .run()
        .map(drop)
}

fn produce(round: &str) -> Result<(), Error> {
    with_round("produce.td", round)
}

fn arrived(round: &str) -> Result<(), Error> {
    with_round("arrived.td", round)
}

fn with_round(file: &str, round: &str) -> Result<(), Error> {
    testdrive::files(file)
        .timeout(PATIENCE)
        .seed(SEED)
        .var("round", round)
        .run()
        .map(drop)
}
