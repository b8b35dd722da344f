//! Brings up a service and waits: for tests that interrupt a run in the middle.

use std::time::Duration;

use mzhost_guest::{Composition, Error, Service, Services, services, workflow};

#[services]
fn services() -> Services {
    Services::new()
        .service(
            Service::new("box")
                .image("debian:bookworm-slim")
                .command(["sleep", "infinity"])
                .init()
                .stop_grace_period(Duration::ZERO)
                .volume("data:/data"),
        )
        .volume("data")
}

/// Says `up` when the container runs, then waits for ten minutes.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    c.up(["box"])?;
    println!("up");
    c.wait_for_log("box", "this line never comes", Duration::from_secs(600))?;
    Ok(())
}
