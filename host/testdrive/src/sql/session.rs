//! The main connection: opened when it is needed, opened again when it is lost.

use super::statement::Statement;
use crate::actions::postgres;
use crate::context::Context;
use crate::failure::Error;
use crate::postgres::{Answer, Connection, SqlError};
use crate::render;
use crate::script::Text;

/// A statement with its variables replaced.
pub(super) struct Prepared {
    /// What is sent.
    pub(super) sql: String,
    /// Whether it only reads.
    pub(super) is_read: bool,
    /// Whether nothing was replaced, so that places in it are places in the file.
    unchanged: bool,
}

/// Replaces variables and sees that it is one statement.
pub(super) fn prepare(context: &Context, text: &Text) -> Result<Prepared, Error> {
    let sql = context
        .variables
        .replace(&text.value, None)
        .map_err(|error| Error::file(error.to_string()).at(text.offset(error.at)))?;
    let statement = Statement::of(&sql);
    if statement.count != 1 {
        return Err(Error::file(format!(
            "one statement is expected, but there are {}; give each its own command",
            statement.count
        )));
    }
    Ok(Prepared {
        unchanged: sql == text.value,
        is_read: statement.is_read(),
        sql,
    })
}

/// Runs a statement on the main connection. The outer error is that there is no connection.
pub(super) async fn run(
    context: &mut Context,
    sql: &str,
) -> Result<Result<Answer, SqlError>, Error> {
    let sleep = super::shim::sleep(sql);
    let connection = open(context).await?;
    let shim = sleep.filter(|_| !connection.is_materialize());
    let result = connection.query(shim.as_deref().unwrap_or(sql)).await;
    if shim.is_some() {
        context.warn("mz_sleep is carried out as pg_sleep; a query that is tried until it fits is nearly always better");
    }
    if result.as_ref().is_err_and(|error| error.closed) {
        // The next try begins anew.
        context.postgres.main = None;
    }
    Ok(result)
}

/// The main connection.
pub(super) async fn open(context: &mut Context) -> Result<&Connection, Error> {
    let state: &mut postgres::State = &mut context.postgres;
    let connection = if let Some(connection) = state.main.take() {
        connection
    } else {
        let url = context.options.postgres_url.as_deref().ok_or_else(|| {
                Error::environment("there is no PostgreSQL server for statements; name it with --postgres-url postgres://USER:PASSWORD@HOST/DATABASE").fatal()
            })?;
        Connection::open(&context.access, url).await?
    };
    Ok(state.main.insert(connection))
}

/// What an error of the server means for the file.
pub(super) async fn server_error(
    context: &mut Context,
    prepared: &Prepared,
    text: &Text,
    error: &SqlError,
) -> Error {
    let failed = if error.closed {
        Error::environment(&error.message)
    } else {
        Error::test(format!("the server answered: {}", error.message))
    };
    let mut failed = failed.server(error.full());
    if let Some(position) = error.position.filter(|_| prepared.unchanged)
        && let Some((byte, _)) = text.value.char_indices().nth(position.saturating_sub(1))
    {
        failed = failed.at(text.offset(byte));
    }
    let broken = match &context.postgres.main {
        Some(connection) => connection.in_failed_transaction().await,
        None => false,
    };
    if broken {
        // Everything but its end is refused from here on.
        failed.fatal()
    } else {
        failed
    }
}

/// The cells of an answer as files write them, masked as the file said.
pub(super) fn rendered(context: &Context, answer: &Answer) -> Vec<Vec<String>> {
    let row = |row: &Vec<Option<String>>| {
        let cells = row
            .iter()
            .zip(&answer.columns)
            .map(|(cell, column)| context.masked(render::cell(&column.type_name, cell.as_deref())));
        cells.collect()
    };
    answer.rows.iter().map(row).collect()
}
