//! Materialize reads a topic of Kafka. Needs the image `materialize/materialized`, which a registry has and which cannot be
//! built here: without it, the workflow ends with `image.missing`.

use std::time::Duration;

use mzhost_guest::{Composition, Error, Service, Services, services, testdrive, workflow};

const PATIENCE: Duration = Duration::from_secs(60);

#[services]
fn services() -> Services {
    Services::new()
        .service(
            Service::new("kafka")
                .image("mzhost/kafka:4.3")
                .ready_tcp(9092),
        )
        .service(
            Service::new("schema-registry")
                .image("mzhost/schema-registry:2.6")
                .depends_on("kafka")
                .ready_http(8081, "/subjects"),
        )
        .service(
            Service::new("materialized")
                .image("materialize/materialized:v26.0.0")
                .ready_http(6878, "/api/readyz")
                .depends_on("schema-registry"),
        )
}

/// A source of Avro records follows its topic. Not tried by the authors for want of the image.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    c.up(["materialized"])?;
    testdrive::files("smoke.td").timeout(PATIENCE).run()?;
    Ok(())
}
