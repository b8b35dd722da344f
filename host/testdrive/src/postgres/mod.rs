//! A small client of PostgreSQL servers, and of what speaks their protocol.
//!
//! It uses the simple protocol: one message asks, and the answer has the server's own text of each cell beside the
//! types of the columns. The clients that there are either ask for binary values or drop the types; asking twice
//! would cost each statement a further round trip.

mod error;
mod startup;
mod target;
pub mod tls;
mod wire;

use std::sync::Arc;

use bytes::BytesMut;
use postgres_protocol::message::backend::{Message, RowDescriptionBody};
use postgres_protocol::message::frontend;
use postgres_types::Type;
use tokio::sync::Mutex;

use crate::access::Access;
use crate::failure::Error;
use crate::retry::{Policy, Retry};

pub use error::SqlError;
use target::Target;
pub use wire::ANSWER_LIMIT;
use wire::{Cancel, Wire};

/// A connection. Dropping a statement's future cancels the statement, and the connection can be used again.
pub struct Connection {
    wire: Mutex<Wire>,
    cancel: Arc<Cancel>,
    materialize: bool,
}

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
    /// Name of its type as the server calls it: `int4`, `_text`, `timestamptz`; `unknown` for types that are not built in.
    pub type_name: String,
}

impl Connection {
    /// Connects once. The URL is `postgres://USER:PASSWORD@HOST:PORT/DATABASE`, also `postgresql://`.
    pub async fn open(access: &Arc<dyn Access>, url: &str) -> Result<Self, Error> {
        let target = Target::parse(url)?;
        let mut stream = target.dial(access).await?;
        let started = startup::start(&mut stream, &target).await?;
        let cancel = Cancel {
            access: Arc::clone(access),
            target,
            process: started.process,
            secret: started.secret,
            running: std::sync::Mutex::default(),
        };
        Ok(Self {
            wire: Mutex::new(Wire::new(stream, started.rest)),
            cancel: Arc::new(cancel),
            materialize: started.materialize,
        })
    }

    /// Connects; waits for the server as long as the policy says.
    pub async fn open_within(
        access: &Arc<dyn Access>,
        url: &str,
        policy: &Policy,
    ) -> Result<Self, Error> {
        let mut retry = Retry::new(policy);
        loop {
            match retry.attempt(Self::open(access, url)).await {
                Ok(connection) => return Ok(connection),
                Err(error) => retry.again(error).await?,
            }
        }
    }

    /// Runs one statement and reads its rows. Of several statements the last one's rows are given.
    pub async fn query(&self, sql: &str) -> Result<Answer, SqlError> {
        let mut wire = self.wire.lock().await;
        if wire.is_answering() {
            // The request must not meet the statement that follows.
            self.cancel.done().await;
            wire.settle().await?;
        }
        let mut message = BytesMut::new();
        frontend::query(sql, &mut message).map_err(SqlError::from)?;
        // From here on until the server is ready again, a drop of this future cancels the statement.
        let guard = self.cancel.on_drop();
        let result = ask(&mut wire, &message).await;
        guard.disarm();
        result
    }

    /// Runs statements separated by semicolons, in one implicit transaction; rows are dropped.
    pub async fn batch(&self, sql: &str) -> Result<(), SqlError> {
        self.query(sql).await.map(drop)
    }

    /// Whether a transaction is open that has failed: everything but its end is refused.
    pub async fn in_failed_transaction(&self) -> bool {
        self.wire.lock().await.in_failed_transaction()
    }

    /// Whether the server is Materialize.
    pub fn is_materialize(&self) -> bool {
        self.materialize
    }
}

async fn ask(wire: &mut Wire, message: &[u8]) -> Result<Answer, SqlError> {
    wire.send(message).await?;
    let mut answer = Answer::default();
    let mut failure = None;
    loop {
        match wire.receive().await? {
            Message::RowDescription(description) => {
                answer.columns = columns(&description)?;
                answer.rows.clear();
            }
            Message::DataRow(row) => answer.rows.push(wire::cells(&row)?),
            Message::CommandComplete(complete) => {
                answer.affected = wire::affected(complete.tag()?);
            }
            Message::CopyOutResponse(_) => {
                answer.columns = vec![Column {
                    name: "copy".to_owned(),
                    type_name: "text".to_owned(),
                }];
                answer.rows.clear();
            }
            Message::CopyData(data) => {
                let line = String::from_utf8_lossy(data.data());
                let line = line.strip_suffix('\n').unwrap_or(&line).to_owned();
                answer.rows.push(vec![Some(line)]);
            }
            Message::CopyInResponse(_) => {
                let mut refusal = BytesMut::new();
                frontend::copy_fail(
                    "COPY … FROM STDIN is not offered in test files; use INSERT",
                    &mut refusal,
                )?;
                wire.send(&refusal).await?;
            }
            Message::ErrorResponse(body) => {
                let error = SqlError::read(&body)?;
                if error.closed {
                    wire.close();
                    return Err(error);
                }
                failure = Some(error);
            }
            Message::ReadyForQuery(_) => break,
            _ => {}
        }
    }
    match failure {
        Some(error) => Err(error),
        None => Ok(answer),
    }
}

fn columns(description: &RowDescriptionBody) -> std::io::Result<Vec<Column>> {
    use fallible_iterator::FallibleIterator;

    let fields = description.fields().map(|field| {
        Ok(Column {
            name: field.name().to_owned(),
            type_name: type_name(field.type_oid()),
        })
    });
    fields.collect()
}

fn type_name(oid: u32) -> String {
    Type::from_oid(oid).map_or_else(|| "unknown".to_owned(), |found| found.name().to_owned())
}
