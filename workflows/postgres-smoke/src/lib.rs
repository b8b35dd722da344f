//! A PostgreSQL server comes up, answers SQL and keeps its data when it is killed or restarted.

use mzhost_guest::sql::Target;
use mzhost_guest::{
    Composition, Error, Healthcheck, Service, Services, ensure, services, workflow,
};

const PASSWORD: &str = "postgres";

#[services]
fn services() -> Services {
    // The address matters: while the image sets itself up, a temporary server listens on the socket only.
    let ready = Healthcheck::command(["pg_isready", "-h", "127.0.0.1", "-U", "postgres"]);
    Services::new()
        .service(
            Service::new("postgres")
                .image("mzhost/postgres:15")
                .env("POSTGRES_PASSWORD", PASSWORD)
                .port(5432)
                .volume("data:/var/lib/postgresql/data")
                .healthcheck(ready),
        )
        .volume("data")
}

/// Writes rows, kills the server, starts it again and finds the rows.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    c.up(["postgres"])?;
    write_orders(c)?;

    c.kill(["postgres"])?;
    let killed = c.state("postgres")?;
    ensure!(
        killed.status == "exited" && killed.exit_code == Some(137),
        "after the kill the container is {killed:?}"
    );

    c.start(["postgres"])?;
    check_orders(c)
}

/// The same with a graceful restart.
#[workflow]
fn workflow_restart(c: Composition) -> Result<(), Error> {
    c.up(["postgres"])?;
    write_orders(c)?;
    c.restart(["postgres"])?;
    check_orders(c)
}

fn server(c: Composition) -> Target {
    c.sql("postgres").password(PASSWORD)
}

fn write_orders(c: Composition) -> Result<(), Error> {
    let db = server(c).connect()?;
    db.batch(
        "drop table if exists orders;
         create table orders (id int primary key, item text not null, note text)",
    )?;
    for (id, item, note) in [(1, "anvil", Some("heavy")), (2, "rope", None)] {
        let inserted = db.execute(
            "insert into orders values ($1::int, $2, $3)",
            &[&id, &item, &note],
        )?;
        ensure!(inserted == 1, "inserted {inserted} rows");
    }
    Ok(())
}

fn check_orders(c: Composition) -> Result<(), Error> {
    let db = server(c).connect()?;
    let rows = db.query("select id, item, note from orders order by id", &[])?;
    let mut orders = Vec::new();
    for row in &rows {
        orders.push((
            row.get::<i32>("id")?,
            row.get::<String>("item")?,
            row.get::<Option<String>>("note")?,
        ));
    }
    let expected = [
        (1, "anvil".to_owned(), Some("heavy".to_owned())),
        (2, "rope".to_owned(), None),
    ];
    ensure!(orders == expected, "the table holds {orders:?}");
    println!("both orders are there");
    Ok(())
}
