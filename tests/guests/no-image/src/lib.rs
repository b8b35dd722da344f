//! A service with an image that no registry has.

use mzhost_guest::{Composition, Error, Service, Services, services, workflow};

#[services]
fn services() -> Services {
    Services::new().service(Service::new("ghost").image("mzhost.invalid/none:1"))
}

/// Brings it up.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    c.up(["ghost"])
}
