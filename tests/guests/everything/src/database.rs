//! SQL.

use mzhost_guest::sql::{Target, Tls};
use mzhost_guest::{Composition, Error, JobState, ensure};

use crate::{PATIENCE, refused};

pub const PASSWORD: &str = "secret";

fn server(c: Composition) -> Target {
    c.sql("db").password(PASSWORD)
}

pub fn connection(c: Composition) -> Result<(), Error> {
    let db = server(c)
        .user("postgres")
        .database("postgres")
        .port(5432)
        .tls(Tls::Prefer)
        .connect()?;
    db.batch("create table t (n int, s text); insert into t values (1, 'one')")?;
    ensure!(db.execute("insert into t values ($1::int, $2)", &[&2, &None::<String>])? == 1);

    let rows = db.query("select n, s from t order by n", &[])?;
    let types: Vec<_> = rows
        .columns()
        .iter()
        .map(|column| (column.name.as_str(), column.type_name.as_str()))
        .collect();
    ensure!(
        types == [("n", "int4"), ("s", "text")],
        "the columns are {types:?}"
    );
    ensure!(rows.values::<i32>()? == [1, 2] && rows.affected() == 2 && !rows.truncated());
    let notes: Vec<Option<String>> = rows
        .iter()
        .map(|row| row.get("s"))
        .collect::<Result<_, _>>()?;
    ensure!(notes == [Some("one".to_owned()), None]);
    ensure!(db.query("select true", &[])?.value::<bool>()?);

    db.close();
    db.close();
    refused(db.query("select 1", &[]), "sql.closed")?;
    server(c).connect_within(PATIENCE)?;
    Ok(())
}

pub fn errors(c: Composition) -> Result<(), Error> {
    let db = server(c).connect()?;
    let error = match db.query("select * from nowhere", &[]) {
        Ok(rows) => return Err(Error::msg(format!("got {rows:?}"))),
        Err(error) => error,
    };
    ensure!(
        error.code() == "sql.error" && error.detail("sqlstate") == Some("42P01"),
        "the error is {error:?}"
    );
    ensure!(
        db.query("select 1", &[])?.value::<i32>()? == 1,
        "the connection is of no use after an error"
    );
    refused(server(c).port(1).connect(), "sql.connect")?;
    refused(server(c).tls(Tls::Require).connect(), "sql.connect")
}

pub fn waits_and_jobs(c: Composition) -> Result<(), Error> {
    let job = c.job_sql(
        &server(c),
        ["select pg_sleep(0.1)", "insert into t values (3, 'three')"],
    )?;
    server(c).wait_for_rows(
        "select n, s from t where n <> 2",
        &[&[&3, &"three"], &[&1, &"one"]],
        PATIENCE,
    )?;
    ensure!(job.wait(PATIENCE)?.state == JobState::Passed);
    Ok(())
}

pub fn limit(c: Composition) -> Result<(), Error> {
    let mut open = Vec::new();
    let error = loop {
        match server(c).connect() {
            Ok(connection) => open.push(connection),
            Err(error) => break error,
        }
    };
    ensure!(
        error.code() == "limit.connections" && open.len() == 64,
        "after {} connections: {error:?}",
        open.len()
    );
    open.pop();
    server(c).connect()?;
    Ok(())
}
