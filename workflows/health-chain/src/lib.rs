//! A chain of services that wait for each other in all three ways.

use std::time::Duration;

use mzhost_guest::{
    Composition, Condition, Error, Healthcheck, Service, Services, ensure, services, workflow,
};

#[services]
fn services() -> Services {
    Services::new()
        .service(server("storage"))
        .service(
            Service::new("migrate")
                .image("debian:bookworm-slim")
                .command(["sh", "-c", "echo migrate >> /shared/order"])
                .volume("shared:/shared")
                .depends_on("storage")
                .once(),
        )
        .service(
            server("api")
                .depends_on("storage")
                .depends_on_when("migrate", Condition::CompletedSuccessfully),
        )
        .service(server("metrics").depends_on_when("api", Condition::Started))
        .service(server("web").depends_on("api"))
        .volume("shared")
}

/// A service that notes its start, and is healthy only a moment later.
fn server(name: &str) -> Service {
    let script = format!(
        "echo {name} >> /shared/order
         sleep 0.3
         echo {name}-ready >> /shared/order
         touch /run/ready
         exec sleep infinity"
    );
    Service::new(name)
        .image("debian:bookworm-slim")
        .command(["sh", "-c", &script])
        .init()
        .stop_grace_period(Duration::ZERO)
        .volume("shared:/shared")
        // Memory is empty after every start, so nothing of the last run makes it look healthy.
        .tmpfs("/run")
        .healthcheck(Healthcheck::command(["test", "-f", "/run/ready"]))
}

/// Brings up the last of the chain and checks that everything before it came in order.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    c.up(["web", "metrics"])?;
    for service in ["storage", "api", "metrics", "web"] {
        let state = c.state(service)?;
        ensure!(state.ready, "{service} is not ready: {state:?}");
    }
    let migrate = c.state("migrate")?;
    ensure!(migrate.exit_code == Some(0), "migrate ended as {migrate:?}");

    let order = c.exec("web", ["cat", "/shared/order"])?;
    let order: Vec<&str> = order.output.lines().collect();
    let chain = [
        "storage",
        "storage-ready",
        "migrate",
        "api",
        "api-ready",
        "web",
        "web-ready",
    ];
    let seen: Vec<&str> = order
        .iter()
        .copied()
        .filter(|step| chain.contains(step))
        .collect();
    ensure!(seen == chain, "the services came in the order {order:?}");
    let started = |step: &str| order.iter().position(|seen| *seen == step);
    ensure!(
        started("metrics") > started("api"),
        "metrics came before api: {order:?}"
    );
    Ok(())
}

/// A link of the chain that is killed and started is waited for until it is healthy again.
#[workflow]
fn workflow_restart(c: Composition) -> Result<(), Error> {
    c.up(["web"])?;
    c.kill(["storage"])?;
    ensure!(!c.state("storage")?.ready, "storage is ready after SIGKILL");
    c.start(["storage"])?;
    c.exec("storage", ["test", "-f", "/run/ready"])?;
    ensure!(c.state("web")?.ready, "web did not stay up");
    Ok(())
}
