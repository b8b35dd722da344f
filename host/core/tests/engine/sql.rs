//! SQL on one server: results, parameters, errors, cancelling. One server for all, because it takes its time.

use std::time::{Duration, Instant};

use mzhost_core::code::Code;
use mzhost_core::sql::Connection;

use crate::play::{Play, eventually};
use crate::server::{SERVER, cell, query, query_with};
use crate::stage::on_stage;
use crate::{Outcome, sql_faults, sql_types};

#[tokio::test(flavor = "multi_thread")]
async fn statements_of_every_kind() {
    on_stage("sql", async |stage| {
        let play = stage.play_with(SERVER, |setup| {
            setup.limits.rows = 1000;
            setup.limits.row_bytes = 100_000;
        })?;
        play.up().await?;
        let db = play.connect().await?;
        sql_types::every_type_is_the_servers_text(&db).await?;
        parameters(&db).await?;
        statements_without_rows(&db).await?;
        limits_are_told(&db).await?;
        sql_faults::errors_tell_all(&db).await?;
        sql_faults::a_failed_transaction_leaves_nothing_behind(&db).await?;
        sql_faults::what_cannot_be_prepared(&db).await?;
        dropping_a_call_cancels_it(&play).await?;
        many_connections(&play).await
    })
    .await;
}

async fn parameters(db: &Connection) -> Outcome<()> {
    for text in [
        "it's",
        r"a\b",
        r"\'; drop table t; --",
        "ü\n\t\"x\"",
        "",
        "$1",
        "NULL",
    ] {
        let rows = query_with(db, "select $1::text", &[Some(text)]).await?;
        assert_eq!(cell(&rows), text);
    }
    let rows = query_with(
        db,
        "select $1::text is null, $2::int + 1, $3::numeric * 2, $4::jsonb->>'a', $5::int[]",
        &[
            None,
            Some("-7"),
            Some("1.50"),
            Some(r#"{"a": "b'"}"#),
            Some("{1,NULL}"),
        ],
    )
    .await?;
    let cells: Vec<_> = rows.rows[0].iter().flatten().map(String::as_str).collect();
    assert_eq!(cells, ["t", "-6", "3.00", "b'", "{1,NULL}"]);

    query(db, "create table params (id int primary key, note text)").await?;
    let insert = "insert into params values ($1, $2), ($1 + 1, $2)";
    let rows = query_with(db, insert, &[Some("1"), None]).await?;
    assert_eq!((rows.affected, rows.rows.len()), (2, 0));
    let update = "update params set note = $2 where id = $1 returning id, note";
    let rows = query_with(db, update, &[Some("2"), Some("x")]).await?;
    assert_eq!(rows.affected, 1);
    assert_eq!(rows.rows, [[Some("2".to_owned()), Some("x".to_owned())]]);

    let fault = query_with(db, "select $1::int", &[]).await.unwrap_err();
    assert!(
        fault.message.contains("has 1, the call gives 0"),
        "{fault:?}"
    );
    let fault = query_with(db, "select 1", &[Some("1")]).await.unwrap_err();
    assert!(
        fault.message.contains("has 0, the call gives 1"),
        "{fault:?}"
    );
    let fault = query_with(db, "select $1::int", &[Some("x")])
        .await
        .unwrap_err();
    assert_eq!(fault.get("sqlstate"), Some("22P02"));
    Ok(())
}

async fn statements_without_rows(db: &Connection) -> Outcome<()> {
    for statement in [
        "create table ddl (id serial primary key, at timestamptz default now())",
        "create index on ddl (at)",
        "alter table ddl add column note text",
        "vacuum ddl",
        "create database another",
        "drop database another",
        "begin",
        "insert into ddl default values",
        "savepoint a",
        "rollback to a",
        "commit",
        "declare c cursor with hold for select id from ddl",
        "set application_name = 'mine'",
        "drop table ddl cascade",
        "",
        "-- only a comment",
    ] {
        let rows = query(db, statement)
            .await
            .map_err(|fault| format!("{statement:?}: {fault:?}"))?;
        assert_eq!(rows.rows.len(), 0, "{statement}");
    }
    assert_eq!(cell(&query(db, "fetch 1 from c").await?), "1");
    assert_eq!(cell(&query(db, "show application_name").await?), "mine");
    assert_eq!(
        query(db, "explain select 1").await?.columns[0].name,
        "QUERY PLAN"
    );
    Ok(())
}

async fn limits_are_told(db: &Connection) -> Outcome<()> {
    let whole = query(db, "select generate_series(1, 1000)").await?;
    assert_eq!((whole.rows.len(), whole.truncated), (1000, false));
    let cut = query(db, "select generate_series(1, 1001)").await?;
    assert_eq!(
        (cut.rows.len(), cut.truncated, cut.affected),
        (1000, true, 1001)
    );
    let wide = "select repeat('x', 60000) from generate_series(1, 3)";
    let cut = query(db, wide).await?;
    assert_eq!((cut.rows.len(), cut.truncated), (1, true));
    Ok(())
}

/// How many sessions run a statement.
async fn running(db: &Connection, statement: &str) -> Outcome<String> {
    let count = format!(
        "select count(*) from pg_stat_activity where state = 'active' and query = '{statement}'"
    );
    Ok(cell(&query(db, &count).await?).to_owned())
}

async fn dropping_a_call_cancels_it(play: &Play) -> Outcome<()> {
    const SLEEP: &str = "select pg_sleep(60)";
    let watcher = play.connect().await?;
    let sleeper = play.connect().await?;
    let call = query(&sleeper, SLEEP);
    assert!(
        tokio::time::timeout(Duration::from_millis(500), call)
            .await
            .is_err()
    );
    eventually(async || match running(&watcher, SLEEP).await?.as_str() {
        "0" => Ok(()),
        count => Err(format!("{count} sessions sleep on").into()),
    })
    .await?;
    // The connection is as good as before.
    assert_eq!(cell(&query(&sleeper, "select 1").await?), "1");
    Ok(())
}

async fn many_connections(play: &Play) -> Outcome<()> {
    let begun = Instant::now();
    let work = (0..20).map(|number| async move {
        let db = play.connect().await?;
        query(&db, "select pg_sleep(0.5)").await?;
        let rows = query(&db, &format!("select {number}")).await?;
        assert_eq!(cell(&rows), number.to_string());
        Ok::<_, mzhost_core::fault::Fault>(())
    });
    futures_util::future::try_join_all(work).await?;
    assert!(
        begun.elapsed() < Duration::from_secs(8),
        "they waited for each other"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_killed_closes_the_connection() {
    on_stage("killed", async |stage| {
        let play = stage.play(SERVER)?;
        play.up().await?;
        let idle = play.connect().await?;
        let busy = play.connect().await?;
        query(&busy, "create table kept as select 42 as answer").await?;
        let (during, killed) = tokio::join!(query(&busy, "select pg_sleep(60)"), async {
            eventually(
                async || match running(&idle, "select pg_sleep(60)").await?.as_str() {
                    "1" => Ok(()),
                    count => Err(format!("{count} sessions sleep").into()),
                },
            )
            .await?;
            Outcome::Ok(play.kill("db").await?)
        });
        killed?;
        let fault = during.unwrap_err();
        assert!(fault.is(Code::SqlClosed), "{fault:?}");
        assert_eq!(fault.service.as_deref(), Some("db"));
        for _ in 0..2 {
            let fault = query(&idle, "select 1").await.unwrap_err();
            assert!(fault.is(Code::SqlClosed), "{fault:?}");
        }
        let Err(fault) = play.connect().await else {
            panic!("a killed server accepted a connection");
        };
        assert!(fault.is(Code::ServiceAbsent), "{fault:?}");

        play.start("db").await?;
        let again = play.connect().await?;
        assert_eq!(cell(&query(&again, "select answer from kept").await?), "42");
        // A session that the server ends by itself.
        let fault = query(&again, "select pg_terminate_backend(pg_backend_pid())")
            .await
            .unwrap_err();
        assert!(
            fault.is(Code::SqlError) || fault.is(Code::SqlClosed),
            "{fault:?}"
        );
        let fault = query(&again, "select 1").await.unwrap_err();
        assert!(fault.is(Code::SqlClosed), "{fault:?}");
        Ok(())
    })
    .await;
}
