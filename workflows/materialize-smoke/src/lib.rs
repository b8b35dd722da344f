//! Materialize reads a topic of Kafka. Needs the image `materialize/materialized`, which a registry has and which cannot be
//! built here: without it, the workflow ends with `image.missing`.

use std::time::Duration;

use mzhost_guest::{Composition, Error, Services, catalog, services, testdrive, workflow};

const PATIENCE: Duration = Duration::from_secs(60);

#[services]
fn services() -> Services {
    Services::new()
        .service(catalog::Kafka::new())
        .service(catalog::SchemaRegistry::new())
        .service(
            catalog::Materialized::new()
                .image("materialize/materialized:v26.0.0")
                .depends_on(["schema-registry"]),
        )
}

/// A source of Avro records follows its topic. Not tried by the authors for want of the image.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    c.up(["materialized"])?;
    testdrive::files("smoke.td").timeout(PATIENCE).run()?;
    Ok(())
}
