//! Never ends: once while computing, once while waiting for the host.

use std::time::Duration;

use mzhost_guest::{Composition, Error, Service, Services, services, workflow};

#[services]
fn services() -> Services {
    Services::new().service(
        Service::new("box")
            .image("debian:bookworm-slim")
            .command(["sleep", "infinity"])
            .init()
            .stop_grace_period(Duration::ZERO),
    )
}

/// Computes for ever.
#[workflow]
fn workflow_default(_: Composition) -> Result<(), Error> {
    let mut number = 0_u64;
    loop {
        number = std::hint::black_box(number.wrapping_add(1));
    }
}

/// Waits for a log line that never comes.
#[workflow]
fn workflow_waits(c: Composition) -> Result<(), Error> {
    c.up(["box"])?;
    c.wait_for_log("box", "this line never comes", Duration::MAX)?;
    Ok(())
}
