//! Logical replication from one PostgreSQL server to another: it goes on when either is restarted, and begins anew
//! when the publisher is lost and its standby takes over, since the slot is lost with it.

use std::time::Duration;

use mzhost_guest::{
    Composition, Condition, Error, Services, Summary, catalog, ensure, services, testdrive,
    workflow,
};

const PUBLISHER: &str = "postgres://postgres:postgres@postgres/postgres";
const SUBSCRIBER: &str = "postgres://postgres:postgres@subscriber/postgres";
const STANDBY: &str = "postgres://postgres:postgres@standby/postgres";

const PATIENCE: Duration = Duration::from_secs(60);

#[services]
fn services() -> Services {
    Services::new()
        .service(server("postgres"))
        .service(server("subscriber"))
        // A standby is not something that the public image makes: the one that the tests build does.
        .service(
            server("standby")
                .image("mzhost/postgres:15")
                .with(|service| {
                    service
                        .env("POSTGRES_STANDBY_OF", "postgres")
                        .depends_on_when("postgres", Condition::Healthy)
                }),
        )
}

/// A standby needs the version of its publisher.
fn server(name: &str) -> catalog::Postgres {
    catalog::Postgres::new()
        .name(name)
        .image("postgres:15")
        .with(|service| service.env("PGCONNECT_TIMEOUT", "5"))
}

/// Rows of a publication arrive at the subscriber: the first ones, and all kinds of changes.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    begin(c)?;
    round("first")?;
    testdrive::files("schema.td").run()?;
    Ok(())
}

/// Nothing is lost when the publisher, the subscriber or both are restarted or killed.
#[workflow]
fn workflow_restart(c: Composition) -> Result<(), Error> {
    begin(c)?;
    c.restart(["postgres"])?;
    round("publisher-restarted")?;
    c.restart(["subscriber"])?;
    round("subscriber-restarted")?;

    // What is written while the subscriber is away arrives when it is back.
    c.stop(["subscriber"])?;
    write("subscriber-away")?;
    c.start(["subscriber"])?;
    read("subscriber-away")?;

    c.kill(["postgres", "subscriber"])?;
    c.start(["postgres", "subscriber"])?;
    round("both-killed")?;
    Ok(())
}

/// A fail-over to a standby loses the slot: replication stops, which is seen, and begins anew with a new copy.
#[workflow]
fn workflow_failover(c: Composition) -> Result<(), Error> {
    begin(c)?;
    c.up(["standby"])?;
    round("before")?;
    testdrive::files("standby.td").run()?;

    c.kill(["postgres"])?;
    testdrive::files("promote.td").postgres_url(STANDBY).run()?;
    testdrive::files("to-the-standby.td")
        .postgres_url(SUBSCRIBER)
        .run()?;
    write_at(STANDBY, "lost")?;
    c.wait_for_log(
        "subscriber",
        "replication slot \"shop\" does not exist",
        PATIENCE,
    )?;
    testdrive::files("subscribe-anew.td")
        .postgres_url(SUBSCRIBER)
        .run()?;
    // The copy has what was written meanwhile, and changes follow again.
    read("lost")?;
    let state = c.state("postgres")?;
    ensure!(
        state.status == "exited",
        "the old publisher runs: {state:?}"
    );
    write_at(STANDBY, "after")?;
    read("after")?;
    Ok(())
}

/// Publishes and subscribes.
fn begin(c: Composition) -> Result<(), Error> {
    c.up(["postgres", "subscriber"])?;
    testdrive::files("publish.td").run()?;
    testdrive::files("subscribe.td")
        .postgres_url(SUBSCRIBER)
        .run()?;
    Ok(())
}

/// Writes at the publisher and reads at the subscriber.
fn round(name: &str) -> Result<Summary, Error> {
    write(name)?;
    read(name)
}

fn write(name: &str) -> Result<Summary, Error> {
    write_at(PUBLISHER, name)
}

fn write_at(server: &str, name: &str) -> Result<Summary, Error> {
    testdrive::files("write.td")
        .postgres_url(server)
        .var("round", name)
        .run()
}

fn read(name: &str) -> Result<Summary, Error> {
    testdrive::files("read.td")
        .postgres_url(SUBSCRIBER)
        .var("round", name)
        .run()
}
