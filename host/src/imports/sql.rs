//! `mzhost:composition/sql`.

use mzhost_core::operation::{self, Operation, Reply, SqlTarget};
use wasmtime::component::Resource;

use super::Bridge;
use super::bridge::unexpected;
use super::convert::count;
use crate::bindings::mzhost::composition::sql;
use crate::bindings::mzhost::composition::types::{self, Error};

/// The host's side of `sql.connection`. Its number is the resource's representation, so there is no table
/// to keep in step: wasmtime checks that a guest uses only handles that it was given.
#[expect(
    unreachable_pub,
    reason = "the bindings re-export it, in a module that is private itself"
)]
pub enum Connection {}

impl From<operation::Rows> for sql::Rows {
    fn from(rows: operation::Rows) -> Self {
        Self {
            columns: rows
                .columns
                .into_iter()
                .map(|operation::Column { name, type_name }| sql::Column { name, type_name })
                .collect(),
            rows: rows
                .rows
                .into_iter()
                .map(|cells| sql::Row { cells })
                .collect(),
            affected: count(rows.affected),
            truncated: rows.truncated,
        }
    }
}

impl Bridge {
    async fn open(
        &mut self,
        target: types::SqlTarget,
        timeout_ms: Option<u32>,
    ) -> Result<Resource<Connection>, Error> {
        let target = SqlTarget::try_from(target)?;
        match self
            .ask(Operation::SqlConnect { target, timeout_ms })
            .await?
        {
            Reply::Connection(number) => {
                self.open.insert(number);
                Ok(Resource::new_own(number))
            }
            other => Err(unexpected(&other)),
        }
    }
}

impl sql::Host for Bridge {
    async fn connect(&mut self, target: types::SqlTarget) -> Result<Resource<Connection>, Error> {
        self.open(target, None).await
    }

    async fn connect_within(
        &mut self,
        target: types::SqlTarget,
        timeout_ms: u32,
    ) -> Result<Resource<Connection>, Error> {
        self.open(target, Some(timeout_ms)).await
    }

    async fn wait_for_rows(
        &mut self,
        target: types::SqlTarget,
        query: String,
        expected: Vec<sql::Row>,
        timeout_ms: u32,
    ) -> Result<(), Error> {
        let target = SqlTarget::try_from(target)?;
        self.unit(Operation::SqlWaitForRows {
            target,
            query,
            expected: expected.into_iter().map(|row| row.cells).collect(),
            timeout_ms,
        })
        .await
    }
}

impl sql::HostConnection for Bridge {
    async fn query(
        &mut self,
        connection: Resource<Connection>,
        statement: String,
        params: Vec<Option<String>>,
    ) -> Result<sql::Rows, Error> {
        let operation = Operation::SqlQuery {
            connection: connection.rep(),
            statement,
            params,
        };
        match self.ask(operation).await? {
            Reply::Rows(rows) => Ok(rows.into()),
            other => Err(unexpected(&other)),
        }
    }

    async fn execute(
        &mut self,
        connection: Resource<Connection>,
        statement: String,
        params: Vec<Option<String>>,
    ) -> Result<f64, Error> {
        let operation = Operation::SqlExecute {
            connection: connection.rep(),
            statement,
            params,
        };
        match self.ask(operation).await? {
            Reply::Affected(rows) => Ok(count(rows)),
            other => Err(unexpected(&other)),
        }
    }

    async fn batch(
        &mut self,
        connection: Resource<Connection>,
        statements: String,
    ) -> Result<(), Error> {
        self.unit(Operation::SqlBatch {
            connection: connection.rep(),
            statements,
        })
        .await
    }

    async fn close(&mut self, connection: Resource<Connection>) {
        // Languages that collect garbage drop what was closed long before.
        if !self.open.remove(&connection.rep()) {
            return;
        }
        // WIT has no error here, and closing twice is fine.
        let _ = self
            .ask(Operation::SqlClose {
                connection: connection.rep(),
            })
            .await;
    }

    async fn drop(&mut self, connection: Resource<Connection>) -> wasmtime::Result<()> {
        self.close(connection).await;
        Ok(())
    }
}
