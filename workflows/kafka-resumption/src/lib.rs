//! A sink that reads Kafka through Toxiproxy: when the network is cut or slow, it goes on where it was, and no row is lost.

use std::time::Duration;

use mzhost_guest::{Composition, Error, Services, catalog, services, testdrive, workflow};

/// Of all files: each names the same topic.
const SEED: u32 = 1;
const PATIENCE: Duration = Duration::from_secs(90);
const PROXIED: &str = "toxiproxy:9094";
const PROTOCOLS: &str = "PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT";

#[services]
fn services() -> Services {
    Services::new()
        .service(
            catalog::Kafka::new()
                // The second listener is the one that others reach by way of Toxiproxy only.
                .advertised_listeners(["PLAINTEXT://kafka:9092", "PROXIED://toxiproxy:9094"])
                .environment_extra([format!("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP={PROTOCOLS}")]),
        )
        .service(catalog::SchemaRegistry::new())
        .service(catalog::Toxiproxy::new().seed(1))
        .service(catalog::Debezium::new().name("connect").environment_extra([
            format!("BOOTSTRAP_SERVERS={PROXIED}"),
            format!("CONNECT_BOOTSTRAP_SERVERS={PROXIED}"),
        ]))
        .service(catalog::Postgres::new())
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
