//! A service whose name would lead elsewhere if it got into an engine's URL.

use mzhost_guest::{Composition, Error, Service, Services, services, workflow};

#[services]
fn services() -> Services {
    Services::new().service(Service::new("../volumes/x").image("debian:bookworm-slim"))
}

/// Brings it up.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    c.up([])
}
