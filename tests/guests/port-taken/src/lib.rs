//! Publishes a fixed host port, the granted variable `PORT`, which the test has taken before.

use std::time::Duration;

use mzhost_guest::{Composition, Error, Service, Services, services, workflow};

#[services]
fn services() -> Services {
    Services::new().service(
        Service::new("box")
            .image("debian:bookworm-slim")
            .command(["sleep", "infinity"])
            .init()
            .stop_grace_period(Duration::ZERO)
            .ports("${PORT:?grant PORT}:80"),
    )
}

/// Brings it up.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    c.up(["box"])
}
