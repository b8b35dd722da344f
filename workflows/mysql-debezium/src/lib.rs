//! Change data capture from MySQL or MariaDB: Debezium, Kafka with messages in Avro, a sink in PostgreSQL.

use std::time::Duration;

use mzhost_guest::{Composition, Error, Services, catalog, services, testdrive, workflow};

const PATIENCE: Duration = Duration::from_secs(90);

#[services]
fn services() -> Services {
    Services::new()
        .service(catalog::Mysql::new().root_password("mysql"))
        // The usual name: test files find their main server by it.
        .service(catalog::Postgres::new())
        .service(catalog::Kafka::new().auto_create_topics(true))
        .service(catalog::SchemaRegistry::new())
        .service(catalog::Debezium::new())
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
