//! The connections of one file, by the names of `connection` records.

use std::collections::HashMap;
use std::sync::Arc;

use sqllogictest::Connection as Name;

use crate::access::Access;
use crate::failure::Error;
use crate::postgres::{Answer, Connection, SqlError};
use crate::retry::Policy;

/// The connections of one file; each is opened when it is first used.
pub(super) struct Connections {
    access: Arc<dyn Access>,
    /// The server with the file's database.
    url: Option<String>,
    /// How long a server is waited for.
    policy: Policy,
    open: HashMap<Name, Connection>,
}

impl Connections {
    /// Connections to the server of a URL.
    pub(super) fn new(access: &Arc<dyn Access>, url: Option<String>, policy: Policy) -> Self {
        Self {
            access: Arc::clone(access),
            url,
            policy,
            open: HashMap::new(),
        }
    }

    /// Runs one statement; the inner error is the server's.
    pub(super) async fn query(
        &mut self,
        name: &Name,
        sql: &str,
    ) -> Result<Result<Answer, SqlError>, Error> {
        let result = self.get(name).await?.query(sql).await;
        self.answered(name, result)
    }

    /// Runs several statements; the inner error is the server's.
    pub(super) async fn batch(
        &mut self,
        name: &Name,
        sql: &str,
    ) -> Result<Result<(), SqlError>, Error> {
        let result = self.get(name).await?.batch(sql).await;
        self.answered(name, result)
    }

    async fn get(&mut self, name: &Name) -> Result<&Connection, Error> {
        if !self.open.contains_key(name) {
            let url = self.url.as_deref().ok_or_else(no_server)?;
            let opened = Connection::open_within(&self.access, url, &self.policy).await?;
            self.open.insert(name.clone(), opened);
        }
        self.open.get(name).ok_or_else(no_server)
    }

    /// Forgets a connection that is closed. One that failed without the server saying why is an error of the
    /// environment.
    fn answered<T>(
        &mut self,
        name: &Name,
        result: Result<T, SqlError>,
    ) -> Result<Result<T, SqlError>, Error> {
        if let Err(error) = &result
            && (error.closed || error.severity == "FATAL")
        {
            self.open.remove(name);
            if error.sqlstate.is_empty() {
                return Err(Error::environment(error.message.clone()));
            }
        }
        Ok(result)
    }
}

fn no_server() -> Error {
    Error::environment("there is no server to send SQL to; give one with --postgres-url").fatal()
}
