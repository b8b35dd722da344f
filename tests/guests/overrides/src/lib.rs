//! Services in place of others, put back in every way.

use std::time::Duration;

use mzhost_guest::{Composition, Error, Service, Services, ensure, services, workflow};

const PATIENCE: Duration = Duration::from_secs(30);

fn box_with(name: &str, word: &str) -> Service {
    Service::new(name)
        .image("debian:bookworm-slim")
        .command(["sleep", "infinity"])
        .env("WORD", word)
        .init()
        .stop_grace_period(Duration::ZERO)
}

#[services]
fn services() -> Services {
    Services::new()
        .service(box_with("one", "base").volume("data:/data"))
        .service(box_with("two", "base"))
        .volume("data")
}

fn other(service: Service) -> Services {
    Services::new().service(service)
}

/// The word that a service has after `up`.
fn has(c: Composition, service: &str, word: &str) -> Result<(), Error> {
    c.up([service])?;
    let echo = c.exec(service, ["sh", "-c", "echo $WORD"])?;
    ensure!(
        echo.stdout() == word,
        "{service} has {:?}, not {word}",
        echo.stdout()
    );
    Ok(())
}

fn absent(c: Composition, service: &str) -> Result<(), Error> {
    let state = c.state(service)?;
    ensure!(state.status == "absent", "{service} is {state:?}");
    Ok(())
}

/// Puts services in place of others, which come back.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    has(c, "one", "base")?;
    has(c, "two", "base")?;
    c.exec("one", ["touch", "/data/kept"])?;
    c.exec("two", ["touch", "/tmp/same-container"])?;

    let first = c.override_services(other(box_with("one", "first").volume("data:/data")))?;
    absent(c, "one")?;
    has(c, "one", "first")?;
    c.exec("one", ["test", "-f", "/data/kept"])?;
    c.exec("two", ["test", "-f", "/tmp/same-container"])?;

    // One above the other, of the same service.
    let second = c.override_services(other(box_with("one", "second")))?;
    has(c, "one", "second")?;
    first.close()?;
    has(c, "one", "second")?;
    second.close()?;
    absent(c, "one")?;
    has(c, "one", "base")?;

    // Dropping is enough, and a definition that is the same touches nothing.
    drop(c.override_services(other(box_with("two", "dropped")))?);
    absent(c, "two")?;
    has(c, "two", "base")?;
    c.exec("two", ["touch", "/tmp/same-container"])?;
    c.override_services(other(box_with("two", "base")))?
        .close()?;
    c.exec("two", ["test", "-f", "/tmp/same-container"])?;
    Ok(())
}

/// Replaces services in nested workflows and jobs, which end in every way.
#[workflow]
fn workflow_ended(c: Composition) -> Result<(), Error> {
    for ending in ["returns", "fails", "panics"] {
        has(c, "one", "base")?;
        let ended = c.workflow("leaves", [ending]);
        ensure!(
            ended.is_ok() == (ending == "returns"),
            "{ending}: {ended:?}"
        );
        absent(c, "one")?;
    }
    has(c, "one", "base")?;
    c.up(["two"])?;
    let job = c.job_workflow("leaves", ["waits"])?;
    c.wait_for_command("two", ["test", "-f", "/tmp/left"], PATIENCE)?;
    job.cancel()?;
    absent(c, "one")?;
    has(c, "one", "base")
}

/// Replaces a service and ends without putting it back.
#[workflow(hidden)]
fn workflow_leaves(c: Composition, args: Vec<String>) -> Result<(), Error> {
    let left = c.override_services(other(box_with("one", "left")))?;
    has(c, "one", "left")?;
    // Not even dropped.
    std::mem::forget(left);
    match args.first().map(String::as_str) {
        Some("fails") => Err(Error::msg("as asked for")),
        Some("panics") => panic!("as asked for"),
        Some("waits") => {
            c.exec("two", ["touch", "/tmp/left"])?;
            c.wait_for_log("one", "never", PATIENCE * 10).map(drop)
        }
        _ => Ok(()),
    }
}

/// Documents that are refused change nothing.
#[workflow]
fn workflow_wrong(c: Composition) -> Result<(), Error> {
    has(c, "one", "base")?;
    for (document, code, part) in [
        (
            "services: {on: {image: x}}",
            "services.invalid",
            "to replace",
        ),
        ("services: {}", "services.invalid", "replaces no service"),
        ("services: {one: {imag: x}}", "services.invalid", "imag"),
        ("services: [", "services.invalid", ""),
        (
            "services: {one: {image: x, volumes: [\"no:/x\"]}}",
            "services.invalid",
            "is not declared",
        ),
        (
            "services: {one: {image: x, depends_on: [one]}}",
            "services.cycle",
            "one",
        ),
        (
            "{services: {one: {image: x}}, volumes: {data: {labels: {a: b}}}}",
            "services.invalid",
            "another definition",
        ),
    ] {
        match c.override_services(document) {
            Ok(_) => return Err(Error::msg(format!("{document} was accepted"))),
            Err(error) => ensure!(
                error.code() == code && format!("{error:?}").contains(part),
                "{document}: {error:?}"
            ),
        }
    }
    let running = c.exec("one", ["sh", "-c", "echo $WORD"])?;
    ensure!(running.stdout() == "base");

    // What was not granted is refused when the container is made, as for any service.
    let privileged = c.override_services(
        "services: {two: {image: 'debian:bookworm-slim', network_mode: host}}",
    )?;
    let refused = c.up(["two"]);
    ensure!(
        matches!(&refused, Err(error) if error.code() == "policy.denied"),
        "{refused:?}"
    );
    privileged.close()?;
    has(c, "two", "base")
}

/// Replaces a service by one whose image is nowhere; the user has another one for the service.
#[workflow]
fn workflow_image(c: Composition) -> Result<(), Error> {
    let replaced = c.override_services(other(box_with("one", "mapped").image("no/such:1")))?;
    has(c, "one", "mapped")?;
    replaced.close()
}

/// Replaces more often than is allowed.
#[workflow]
fn workflow_too_many(c: Composition) -> Result<(), Error> {
    let mut open = Vec::new();
    for number in 0..65 {
        open.push(c.override_services(other(box_with("one", &number.to_string())))?);
    }
    Err(Error::msg("there is no limit"))
}
