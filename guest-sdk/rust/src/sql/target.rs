//! Where and as whom to connect.

use std::time::Duration;

use super::connection::texts;
use crate::bindings::mzhost::composition::types::SqlTarget;
use crate::bindings::mzhost::composition::{jobs, sql as host};
use crate::composition::milliseconds;
use crate::error::Error;
use crate::job::Job;
use crate::names::Names;
use crate::sql::{Connection, ToParam};

/// Whether the connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// Never.
    Disable,
    /// When the server can; the default.
    Prefer,
    /// Always, without checking the certificate.
    Require,
}

/// Where and as whom to connect. Everything but the service has a default.
#[derive(Debug, Clone)]
pub struct Target(SqlTarget);

impl Target {
    pub(crate) fn new(service: &str) -> Self {
        Self(SqlTarget {
            service: service.to_owned(),
            port: None,
            user: None,
            password: None,
            database: None,
            tls: None,
        })
    }

    /// The port inside the container; 5432 by default.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.0.port = Some(port);
        self
    }

    /// The user; `postgres` by default.
    #[must_use]
    pub fn user(mut self, user: impl Into<String>) -> Self {
        self.0.user = Some(user.into());
        self
    }

    /// The password; none by default.
    #[must_use]
    pub fn password(mut self, password: impl Into<String>) -> Self {
        self.0.password = Some(password.into());
        self
    }

    /// The database; the user's name by default.
    #[must_use]
    pub fn database(mut self, database: impl Into<String>) -> Self {
        self.0.database = Some(database.into());
        self
    }

    /// Whether the connection is encrypted.
    #[must_use]
    pub fn tls(mut self, tls: Tls) -> Self {
        let name = match tls {
            Tls::Disable => "disable",
            Tls::Prefer => "prefer",
            Tls::Require => "require",
        };
        self.0.tls = Some(name.to_owned());
        self
    }

    /// Connects; an error when the service does not answer at once.
    pub fn connect(&self) -> Result<Connection, Error> {
        host::connect(&self.0)
            .map(Connection::new)
            .map_err(Error::from_wit)
    }

    /// Connects, trying again until the service answers or the time is over.
    pub fn connect_within(&self, timeout: Duration) -> Result<Connection, Error> {
        host::connect_within(&self.0, milliseconds(timeout))
            .map(Connection::new)
            .map_err(Error::from_wit)
    }

    /// Runs a query again and again until it answers exactly these rows, in any order, or the time is over.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # fn f(c: mzhost_guest::Composition) -> Result<(), mzhost_guest::Error> {
    /// c.sql("db").wait_for_rows(
    ///     "select id, name from users",
    ///     &[&[&1, &"Ann"], &[&2, &"Bob"]],
    ///     Duration::from_secs(10),
    /// )?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait_for_rows(
        &self,
        query: &str,
        expected: &[&[&dyn ToParam]],
        timeout: Duration,
    ) -> Result<(), Error> {
        let expected: Vec<host::Row> = expected
            .iter()
            .map(|row| host::Row { cells: texts(row) })
            .collect();
        host::wait_for_rows(&self.0, query, &expected, milliseconds(timeout))
            .map_err(Error::from_wit)
    }

    /// Starts statements, one after another on a connection of their own, in the background.
    pub fn start(&self, statements: impl Names) -> Result<Job, Error> {
        jobs::sql(&self.0, &statements.into_names())
            .map(Job::new)
            .map_err(Error::from_wit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_asked_for_is_sent() {
        let target = Target::new("db").port(26257).tls(Tls::Disable);
        assert_eq!(target.0.port, Some(26257));
        assert_eq!(target.0.tls.as_deref(), Some("disable"));
        assert_eq!(target.0.user, None);
    }
}
