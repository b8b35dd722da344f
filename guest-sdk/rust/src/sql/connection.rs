//! A connection to a server.

use crate::bindings::mzhost::composition::sql as host;
use crate::error::Error;
use crate::sql::{Rows, ToParam};

/// A connection in autocommit mode. It is closed when dropped.
#[derive(Debug)]
pub struct Connection(host::Connection);

impl Connection {
    pub(crate) fn new(connection: host::Connection) -> Self {
        Self(connection)
    }

    /// Runs one statement and returns its rows. `params` are for `$1`, `$2` …
    ///
    /// ```no_run
    /// # fn f(db: mzhost_guest::sql::Connection) -> Result<(), mzhost_guest::Error> {
    /// let rows = db.query("select id, name from users where age > $1", &[&18])?;
    /// for row in &rows {
    ///     println!("{} {}", row.get::<i64>("id")?, row.get::<String>("name")?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn query(&self, statement: &str, params: &[&dyn ToParam]) -> Result<Rows, Error> {
        self.0
            .query(statement, &texts(params))
            .map(Rows::new)
            .map_err(Error::from_wit)
    }

    /// Runs one statement and returns the number of rows that it changed.
    pub fn execute(&self, statement: &str, params: &[&dyn ToParam]) -> Result<u64, Error> {
        self.0
            .execute(statement, &texts(params))
            .map(super::rows::whole)
            .map_err(Error::from_wit)
    }

    /// Runs statements separated by semicolons, in one implicit transaction.
    pub fn batch(&self, statements: &str) -> Result<(), Error> {
        self.0.batch(statements).map_err(Error::from_wit)
    }

    /// Closes the connection; further calls answer `sql.closed`.
    pub fn close(&self) {
        self.0.close();
    }
}

/// Parameters as the host takes them.
pub(crate) fn texts(params: &[&dyn ToParam]) -> Vec<Option<String>> {
    params.iter().map(ToParam::to_param).collect()
}
