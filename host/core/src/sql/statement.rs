//! Running one statement: the server's own text for every cell, and the types' names beside it.
//!
//! The extended protocol tells types but sends binary values; the simple one sends text but no types. So a
//! statement is prepared for its types and then run by the simple protocol; parameters travel as literals of
//! an `EXECUTE`, typed by the server.

use postgres::error::{DbError, ErrorPosition, Severity};
use postgres::{Client, SimpleQueryMessage};

use super::connection::SqlLimits;
use super::whole::Collected;
use crate::code::Code;
use crate::fault::Fault;
use crate::operation::{Column, Rows};

/// How results of a connection are bounded, and how the files of long ones are named.
pub(super) struct Naming {
    pub(super) limits: SqlLimits,
    /// Name of the connection, unique in the run.
    pub(super) connection: String,
}

impl Naming {
    fn result(&self, statement: u32, index: usize) -> String {
        format!("{}-{statement}-{index}", self.connection)
    }
}

/// Begins the names of statements that carry parameters. They are numbered: in a failed transaction the server
/// does not free them.
const PREPARED: &str = "mzhost_statement_";

/// Runs a statement, the connection's `number`th, and reads its rows.
pub(super) fn query(
    client: &mut Client,
    number: u32,
    statement: &str,
    params: &[Option<String>],
    names: &Naming,
) -> Result<Rows, Fault> {
    if copies_through_client(statement) {
        return Err(Fault::new(
            Code::SqlError,
            "COPY from or to the client is not offered; use INSERT or SELECT, or COPY with a file in the container",
        ));
    }
    let prepared = client.prepare(statement).map_err(sql_fault)?;
    let columns: Vec<Column> = prepared
        .columns()
        .iter()
        .map(|column| Column {
            name: column.name().to_owned(),
            type_name: column.type_().name().to_owned(),
        })
        .collect();
    if prepared.params().len() != params.len() {
        return Err(Fault::new(
            Code::SqlError,
            format!(
                "the number of parameters is wrong: the statement has {}, the call gives {}",
                prepared.params().len(),
                params.len()
            ),
        )
        .detail("sqlstate", "08P01"));
    }
    drop(prepared);
    let messages = if params.is_empty() {
        client.simple_query(statement)
    } else {
        execute_prepared(client, number, statement, params)
    };
    let collected = Collected::new(columns, &names.limits, &names.result(number, 0));
    Ok(collect(messages.map_err(sql_fault)?, collected))
}

/// Whether a statement copies from or to the client, which would have to take part.
fn copies_through_client(statement: &str) -> bool {
    let mut words = statement
        .split_whitespace()
        .map(|word| word.trim_end_matches(';'));
    words
        .next()
        .is_some_and(|word| word.eq_ignore_ascii_case("copy"))
        && words
            .any(|word| word.eq_ignore_ascii_case("stdin") || word.eq_ignore_ascii_case("stdout"))
}

fn execute_prepared(
    client: &mut Client,
    number: u32,
    statement: &str,
    params: &[Option<String>],
) -> Result<Vec<SimpleQueryMessage>, postgres::Error> {
    let arguments: Vec<String> = params
        .iter()
        .map(|param| param.as_deref().map_or_else(|| "NULL".to_owned(), literal))
        .collect();
    let name = format!("{PREPARED}{number}");
    client.simple_query(&format!("PREPARE {name} AS {statement}"))?;
    let result = client.simple_query(&format!("EXECUTE {name}({})", arguments.join(", ")));
    // Fails in a transaction that has failed; the name is not used again.
    drop(client.simple_query(&format!("DEALLOCATE {name}")));
    result
}

/// A text as a literal that means the same whatever `standard_conforming_strings` says.
fn literal(text: &str) -> String {
    let quoted = text.replace('\'', "''");
    if quoted.contains('\\') {
        format!("E'{}'", quoted.replace('\\', "\\\\"))
    } else {
        format!("'{quoted}'")
    }
}

fn collect(messages: Vec<SimpleQueryMessage>, mut collected: Collected) -> Rows {
    let mut affected = 0;
    for message in messages {
        match message {
            SimpleQueryMessage::Row(row) => collected.push(
                (0..row.len())
                    .map(|index| row.get(index).map(str::to_owned))
                    .collect(),
            ),
            SimpleQueryMessage::CommandComplete(count) => affected = count,
            _ => {}
        }
    }
    collected.finish(affected)
}

/// Runs statements separated by semicolons and reads the rows of each. The types are not told: that would need
/// the statements one by one.
pub(super) fn script(
    client: &mut Client,
    number: u32,
    statements: &str,
    names: &Naming,
) -> Result<Vec<Rows>, Fault> {
    let mut results = Vec::new();
    let mut columns = Vec::new();
    let mut messages = Vec::new();
    for message in client.simple_query(statements).map_err(sql_fault)? {
        match message {
            SimpleQueryMessage::RowDescription(described) => {
                columns = described
                    .iter()
                    .map(|column| Column {
                        name: column.name().to_owned(),
                        type_name: String::new(),
                    })
                    .collect();
            }
            SimpleQueryMessage::CommandComplete(_) => {
                messages.push(message);
                let name = names.result(number, results.len());
                let columns = std::mem::take(&mut columns);
                let collected = Collected::new(columns, &names.limits, &name);
                results.push(collect(std::mem::take(&mut messages), collected));
            }
            other => messages.push(other),
        }
    }
    Ok(results)
}

/// Runs statements separated by semicolons.
pub(super) fn batch(client: &mut Client, statements: &str) -> Result<(), Fault> {
    client.batch_execute(statements).map_err(sql_fault)
}

/// A server's error with all that it told.
pub(super) fn sql_fault(error: postgres::Error) -> Fault {
    if let Some(db) = error.as_db_error() {
        return server_fault(db);
    }
    // Whoever writes or reads while the connection breaks gets the socket's own error.
    let broken = std::error::Error::source(&error)
        .is_some_and(<dyn std::error::Error>::is::<std::io::Error>);
    let code = if error.is_closed() || broken {
        Code::SqlClosed
    } else {
        Code::SqlError
    };
    Fault::new(code, crate::fault::chain(&error))
}

fn server_fault(error: &DbError) -> Fault {
    let position = match error.position() {
        Some(ErrorPosition::Original(position) | ErrorPosition::Internal { position, .. }) => {
            position.to_string()
        }
        None => String::new(),
    };
    // After these, the server closes the connection.
    let code = match error.parsed_severity() {
        Some(Severity::Fatal | Severity::Panic) => Code::SqlClosed,
        _ => Code::SqlError,
    };
    Fault::new(code, format!("{}: {}", error.severity(), error.message()))
        .detail("sqlstate", error.code().code())
        .detail("message", error.message())
        .detail("detail", error.detail().unwrap_or_default())
        .detail("hint", error.hint().unwrap_or_default())
        .detail("position", position)
        .detail("table", error.table().unwrap_or_default())
        .detail("column", error.column().unwrap_or_default())
        .detail("constraint", error.constraint().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::literal;

    #[test]
    fn literals_cannot_be_left() {
        assert_eq!(literal("it's"), "'it''s'");
        assert_eq!(literal(r"\'; drop table t --"), r"E'\\''; drop table t --'");
    }
}
