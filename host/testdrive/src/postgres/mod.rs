//! A client of PostgreSQL servers, and of what speaks their protocol.

use std::sync::Arc;

use crate::access::Access;
use crate::failure::Error;

/// A connection. Dropping a statement's future cancels the statement.
pub struct Connection {}

/// What a statement answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The columns, also when there are no rows; none for a statement that returns no rows.
    pub columns: Vec<Column>,
    /// The server's own text of each cell; none for NULL.
    pub rows: Vec<Vec<Option<String>>>,
    /// Rows returned or changed.
    pub affected: u64,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Name of its type as the server calls it: `int4`, `_text`, `timestamptz`.
    pub type_name: String,
}

/// Why a statement failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{severity}: {message}")]
pub struct SqlError {
    /// `ERROR`, `FATAL`.
    pub severity: String,
    /// The primary message.
    pub message: String,
    /// The detail.
    pub detail: Option<String>,
    /// The hint.
    pub hint: Option<String>,
    /// SQLSTATE; empty when the connection itself failed.
    pub sqlstate: String,
    /// Whether the connection is closed.
    pub closed: bool,
}

impl Connection {
    /// Connects once. The URL is `postgres://USER:PASSWORD@HOST:PORT/DATABASE`, also `postgresql://`.
    pub async fn open(access: &Arc<dyn Access>, url: &str) -> Result<Self, Error> {
        let _ = access;
        Err(Error::environment(format!("cannot connect to {url}")))
    }

    /// Runs one statement and reads its rows.
    pub async fn query(&self, sql: &str) -> Result<Answer, SqlError> {
        Err(not_yet(sql))
    }

    /// Runs statements separated by semicolons, in one implicit transaction; rows are dropped.
    pub async fn batch(&self, sql: &str) -> Result<(), SqlError> {
        Err(not_yet(sql))
    }
}

fn not_yet(sql: &str) -> SqlError {
    SqlError {
        severity: "ERROR".to_owned(),
        message: sql.to_owned(),
        detail: None,
        hint: None,
        sqlstate: String::new(),
        closed: true,
    }
}
