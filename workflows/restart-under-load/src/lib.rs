//! A job writes while the server is killed and started again; no acknowledged write may be lost.

use std::time::Duration;

use mzhost_guest::sql::{Connection, Target};
use mzhost_guest::{
    Composition, Context, Error, Healthcheck, Service, Services, bail, ensure, services, workflow,
};

const PASSWORD: &str = "postgres";
const KILLS: usize = 3;
const PATIENCE: Duration = Duration::from_secs(60);

#[services]
fn services() -> Services {
    // The address matters: while the image sets itself up, a temporary server listens on the socket only.
    let ready = Healthcheck::command(["pg_isready", "-h", "127.0.0.1", "-U", "postgres"]);
    Services::new().service(
        Service::new("postgres")
            .image("mzhost/postgres:15")
            .env("POSTGRES_PASSWORD", PASSWORD)
            .healthcheck(ready),
    )
}

/// Kills the server several times under load and checks every acknowledged write.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    c.up(["postgres"])?;
    server(c).connect()?.batch(
        "create table writes (id int primary key);
         create table control (stop bool not null);
         insert into control values (false)",
    )?;

    let writer = c.job_workflow("writer", [&*KILLS.to_string()])?;
    for _ in 0..KILLS {
        wait_for_progress(c)?;
        c.kill(["postgres"])?;
        c.start(["postgres"])?;
    }
    wait_for_progress(c)?;
    server(c)
        .connect()?
        .execute("update control set stop = true", &[])?;

    let outcome = writer.wait(PATIENCE)?.passed().context("the writer")?;
    println!("{}", outcome.output.trim());
    Ok(())
}

/// Writes until it is told to stop, then looks for every write that the server acknowledged.
/// The argument is the least number of interruptions that it must have met.
#[workflow(hidden)]
fn workflow_writer(c: Composition, args: Vec<String>) -> Result<(), Error> {
    let kills: usize = args
        .first()
        .context("missing the number of kills")?
        .parse()?;
    let mut db = server(c).connect()?;
    let mut acknowledged = Vec::new();
    let mut interruptions = 0;
    for id in 1.. {
        match write(&db, id) {
            Ok(stop) => {
                acknowledged.push(id);
                if stop {
                    break;
                }
            }
            // Whether this write is there, nobody knows; it was not acknowledged.
            Err(error) if interruptions < 2 * kills => {
                interruptions += 1;
                println!("interrupted at write {id}: {error}");
                db = server(c).connect_within(PATIENCE)?;
            }
            Err(error) => return Err(error.context("interrupted too often")),
        }
    }
    ensure!(
        interruptions >= kills,
        "interrupted {interruptions} times only"
    );
    check(&db, &acknowledged)?;
    println!(
        "{} acknowledged writes are there after {interruptions} interruptions",
        acknowledged.len()
    );
    Ok(())
}

/// Writes one row and asks whether to stop. The pause in the server makes it likely to be killed in the middle.
fn write(db: &Connection, id: i32) -> Result<bool, Error> {
    let statement =
        "with written as (insert into writes values ($1::int)), paused as (select pg_sleep(0.005))
         select stop from control, paused";
    db.query(statement, &[&id])?.value()
}

fn check(db: &Connection, acknowledged: &[i32]) -> Result<(), Error> {
    let ids: Vec<String> = acknowledged.iter().map(i32::to_string).collect();
    let lost: Vec<i32> = db
        .query(
            "select id from unnest($1::int[]) id where id not in (select id from writes) order by id",
            &[&format!("{{{}}}", ids.join(","))],
        )?
        .values()?;
    if !lost.is_empty() {
        bail!("{} acknowledged writes are lost: {lost:?}", lost.len());
    }
    Ok(())
}

/// Waits until more rows are there than now.
fn wait_for_progress(c: Composition) -> Result<(), Error> {
    let rows: i64 = server(c)
        .connect()?
        .query("select count(*) from writes", &[])?
        .value()?;
    server(c).wait_for_rows(
        &format!("select count(*) > {} from writes", rows + 5),
        &[&[&"t"]],
        PATIENCE,
    )
}

fn server(c: Composition) -> Target {
    c.sql("postgres").password(PASSWORD)
}
