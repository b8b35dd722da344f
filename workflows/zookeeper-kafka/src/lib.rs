//! The chain of a Kafka that still needs ZooKeeper: bringing up the registry brings up the others before it.

use mzhost_guest::{Composition, Error, Services, catalog, ensure, services, testdrive, workflow};

/// The last version that has brokers with ZooKeeper.
const VERSION: &str = "7.9.4";

#[services]
fn services() -> Services {
    Services::new()
        .service(catalog::Zookeeper::new().tag(VERSION))
        .service(catalog::Kafka::new().tag(VERSION).use_zookeeper(true))
        .service(catalog::SchemaRegistry::new())
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
