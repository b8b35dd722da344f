//! A service whose health check never passes, and one that waits for it.

use std::time::Duration;

use mzhost_guest::{Composition, Error, Healthcheck, Service, Services, services, workflow};

#[services]
fn services() -> Services {
    let sleeper = |name: &str| {
        Service::new(name)
            .image("debian:bookworm-slim")
            .command(["sleep", "infinity"])
            .init()
            .stop_grace_period(Duration::ZERO)
    };
    let never = Healthcheck::shell("echo 'still warming up'; exit 1")
        .interval(Duration::from_millis(100))
        .retries(3);
    Services::new()
        .service(sleeper("cold").healthcheck(never))
        .service(sleeper("waits").depends_on("cold"))
}

/// Brings up the one that waits.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    c.up(["waits"])
}
