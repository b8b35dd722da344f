//! Three services that depend on each other in a circle.

use mzhost_guest::{Composition, Error, Service, Services, services, workflow};

#[services]
fn services() -> Services {
    let service = |name: &str, on: &str| {
        Service::new(name)
            .image("debian:bookworm-slim")
            .depends_on(on)
    };
    Services::new()
        .service(service("hen", "egg"))
        .service(service("egg", "nest"))
        .service(service("nest", "hen"))
}

/// Brings them up.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    c.up([])
}
