//! Declares what the granted variable `DOCUMENT` says, so that a test needs no guest for each composition.

use std::time::Duration;

use mzhost_guest::{Composition, Error, services, variables, workflow};

/// How long a dial may take that should not succeed at all.
const MOMENT: Duration = Duration::from_millis(500);

#[services]
fn services() -> Result<String, Error> {
    variables::get("DOCUMENT").ok_or_else(|| Error::msg("grant DOCUMENT"))
}

/// Brings all of it up.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    c.up([])
}

/// Runs a command in a new container of the service `evil`.
#[workflow]
fn workflow_one_off(c: Composition) -> Result<(), Error> {
    c.run("evil", ["true"])?;
    Ok(())
}

/// Prints what a command in `box` prints.
#[workflow]
fn workflow_exec(c: Composition, args: Vec<String>) -> Result<(), Error> {
    c.up([])?;
    print!("{}", c.exec("box", &args)?.output.content);
    Ok(())
}

/// Waits in a command of `box` for what ends the run.
#[workflow]
fn workflow_wait(c: Composition) -> Result<(), Error> {
    c.up([])?;
    c.exec("box", ["sleep", "infinity"])?;
    Ok(())
}

/// Dials each host, by each call that takes one, and prints what comes of it. The first argument is the port.
#[workflow]
fn workflow_dial(c: Composition, args: Vec<String>) -> Result<(), Error> {
    c.up([])?;
    let (port, hosts) = args.split_first().ok_or_else(|| Error::msg("no port"))?;
    let port: u16 = port
        .parse()
        .map_err(|_| Error::msg(format!("{port:?} is no port")))?;
    for (number, host) in hosts.iter().enumerate() {
        let tries = [
            (
                "http",
                c.http(host, port, "GET", "/")
                    .timeout(MOMENT)
                    .send()
                    .map(drop),
            ),
            ("wait-http", c.wait_for_http(host, port, "/", 200, MOMENT)),
            ("wait-port", c.wait_for_port(host, port, MOMENT)),
            ("sql", c.sql(host).port(port).connect().map(drop)),
            ("port", c.port(host, port).map(drop)),
        ];
        for (call, outcome) in tries {
            let got =
                outcome.map_or_else(|error| error.code().to_owned(), |()| "an answer".to_owned());
            println!("{number} {call}: {got}");
        }
    }
    Ok(())
}

/// Prints the status, header `location` and body of an answer of `box`.
#[workflow]
fn workflow_get(c: Composition, args: Vec<String>) -> Result<(), Error> {
    c.up([])?;
    for service in args {
        let answer = c.http(&service, 8080, "GET", "/").send()?;
        let location = answer.header("location").unwrap_or_default();
        println!(
            "{service}: {} {location} {}",
            answer.status,
            answer.text()?.trim()
        );
    }
    Ok(())
}
