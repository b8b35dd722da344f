//! Errors of the server, with all that it tells.

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use mzhost_core::sql::Connection;

use crate::Outcome;
use crate::server::{cell, query, query_with};

async fn fault(db: &Connection, statement: &str) -> Fault {
    let fault = query(db, statement).await.unwrap_err();
    assert!(fault.is(Code::SqlError), "{fault:?}");
    assert_eq!(fault.service.as_deref(), Some("db"));
    assert_eq!(fault.get("statement"), Some(statement));
    fault
}

pub(crate) async fn errors_tell_all(db: &Connection) -> Outcome<()> {
    let unknown = fault(db, "select nothere from pg_class").await;
    assert_eq!(unknown.get("sqlstate"), Some("42703"));
    assert_eq!(unknown.get("position"), Some("8"));
    assert!(
        unknown.message.contains("\"nothere\" does not exist"),
        "{unknown:?}"
    );

    let hint = fault(db, "select relnam from pg_class").await;
    assert!(
        hint.get("hint")
            .is_some_and(|hint| hint.contains("relname")),
        "{hint:?}"
    );

    query(
        db,
        "create table uniq (id int constraint only_once unique, note text not null)",
    )
    .await?;
    query(db, "insert into uniq values (1, 'a')").await?;
    let twice = fault(db, "insert into uniq values (1, 'b')").await;
    assert_eq!(twice.get("sqlstate"), Some("23505"));
    assert_eq!(twice.get("constraint"), Some("only_once"));
    assert_eq!(twice.get("table"), Some("uniq"));
    assert_eq!(twice.get("detail"), Some("Key (id)=(1) already exists."));
    let null = fault(db, "insert into uniq values (2, null)").await;
    assert_eq!(null.get("column"), Some("note"));

    let batch = db.batch("select 1; selec 2".to_owned()).await.unwrap_err();
    assert_eq!(batch.get("sqlstate"), Some("42601"));
    assert_eq!(batch.get("position"), Some("11"));
    Ok(())
}

pub(crate) async fn a_failed_transaction_leaves_nothing_behind(db: &Connection) -> Outcome<()> {
    for _ in 0..2 {
        query(db, "begin").await?;
        let failed = query_with(db, "select 1 / $1::int", &[Some("0")])
            .await
            .unwrap_err();
        assert_eq!(failed.get("sqlstate"), Some("22012"));
        let aborted = query(db, "select 1").await.unwrap_err();
        assert_eq!(aborted.get("sqlstate"), Some("25P02"));
        query(db, "rollback").await?;
        let rows = query_with(db, "select $1::int", &[Some("5")]).await?;
        assert_eq!(cell(&rows), "5");
    }
    Ok(())
}

pub(crate) async fn what_cannot_be_prepared(db: &Connection) -> Outcome<()> {
    let several = fault(db, "select 1; select 2").await;
    assert_eq!(several.get("sqlstate"), Some("42601"));
    assert!(several.message.contains("multiple commands"), "{several:?}");
    // The client would have to take part.
    query(db, "create table copied (id int)").await?;
    for statement in ["copy copied from stdin", "copy (select 1) to stdout"] {
        let fault = query(db, statement).await.unwrap_err();
        assert!(fault.message.contains("COPY"), "{fault:?}");
        assert_eq!(
            cell(&query(db, "select 1").await?),
            "1",
            "after {statement}"
        );
    }
    Ok(())
}
