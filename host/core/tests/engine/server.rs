//! A PostgreSQL server for tests of SQL.

use mzhost_core::fault::Fault;
use mzhost_core::operation::{Rows, SqlTarget, TlsMode};
use mzhost_core::sql::Connection;

use crate::play::Play;

/// The service `db`, ready when it answers.
pub(crate) const SERVER: &str = "
services:
  db:
    image: mzhost/postgres:15
    environment: {POSTGRES_PASSWORD: secret}
    x-mzhost: {ready: {sql: {password: secret}}}
";

/// The superuser's way to it.
pub(crate) fn target(tls: TlsMode) -> SqlTarget {
    SqlTarget {
        service: "db".to_owned(),
        port: 5432,
        user: "postgres".to_owned(),
        password: Some("secret".to_owned()),
        database: "postgres".to_owned(),
        tls,
    }
}

impl Play {
    pub(crate) async fn connect(&self) -> Result<Connection, Fault> {
        self.run.open_sql(&target(TlsMode::Prefer)).await
    }
}

/// Runs a statement without parameters.
pub(crate) async fn query(connection: &Connection, statement: &str) -> Result<Rows, Fault> {
    connection.query(statement.to_owned(), Vec::new()).await
}

/// Runs a statement with parameters.
pub(crate) async fn query_with(
    connection: &Connection,
    statement: &str,
    params: &[Option<&str>],
) -> Result<Rows, Fault> {
    let params = params
        .iter()
        .map(|param| param.map(str::to_owned))
        .collect();
    connection.query(statement.to_owned(), params).await
}

/// The one cell of a result.
pub(crate) fn cell(rows: &Rows) -> &str {
    assert_eq!((rows.rows.len(), rows.columns.len()), (1, 1), "{rows:?}");
    rows.rows[0][0].as_deref().unwrap_or("NULL")
}
