//! A service that writes a line and exits with 3 as soon as it starts.

use mzhost_guest::{Composition, Error, Healthcheck, Service, Services, services, workflow};

#[services]
fn services() -> Services {
    // The health check never passes, so that only the exit can end the wait.
    Services::new().service(
        Service::new("dies")
            .image("debian:bookworm-slim")
            .command([
                "sh",
                "-c",
                "echo 'fatal: no configuration found' >&2; exit 3",
            ])
            .healthcheck(Healthcheck::command(["false"])),
    )
}

/// Brings it up.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    c.up(["dies"])
}
