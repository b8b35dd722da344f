//! Files that run at the same time do not meet: each gets a database of its own.

use std::sync::Arc;

use tokio::time::timeout;
use url::Url;

use crate::access::Access;
use crate::failure::Error;
use crate::options::{Isolation, Options};
use crate::postgres::Connection;
use crate::retry::Policy;
use crate::script::{CommandKind, Script};

/// What a file uses of the servers that files share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Nothing of the main server.
    Nothing,
    /// A database of its own on the main server.
    OwnDatabase,
    /// The main server's database as it is: it runs alone.
    Everything,
}

/// What a `.td` file uses. One that names a server itself, by a literal URL, may use anything of it.
pub fn of(script: &Script, options: &Options) -> Use {
    let text = script.source.text();
    let sql = script.commands.iter().any(|command| match &command.kind {
        CommandKind::Action(call) => {
            matches!(
                call.name.value.as_str(),
                "set-from-sql" | "skip-if" | "psql-execute"
            ) || call.name.value.starts_with("postgres-")
                || call.name.value.starts_with("mysql-")
        }
        _ => true,
    });
    let names_server = ["postgres://", "postgresql://", "mysql://"]
        .iter()
        .any(|scheme| text.contains(scheme));
    if !sql {
        Use::Nothing
    } else if names_server {
        Use::Everything
    } else {
        of_sql(options)
    }
}

/// What a file uses that sends SQL to the main server and nothing to others.
pub fn of_sql(options: &Options) -> Use {
    let own = match options.isolation {
        Isolation::Never => false,
        Isolation::Always => true,
        Isolation::Auto => options.jobs > 1,
    };
    if own && options.postgres_url.is_some() {
        Use::OwnDatabase
    } else {
        Use::Everything
    }
}

/// A database that is a file's own.
pub struct OwnDatabase {
    connection: Connection,
    name: String,
    url: String,
}

impl OwnDatabase {
    /// Creates it on the server of a URL; waits for the server within the time limit.
    pub async fn create(
        access: &Arc<dyn Access>,
        url: &str,
        name: &str,
        policy: &Policy,
    ) -> Result<Self, Error> {
        let mut own_url = Url::parse(url).map_err(|error| {
            Error::file(format!(
                "the URL of the PostgreSQL server is wrong: {error}"
            ))
        })?;
        let connection = Connection::open_within(access, url, policy).await?;
        // The template has nothing that somebody added to the usual one.
        let sql = format!("CREATE DATABASE {name} TEMPLATE template0");
        let created = timeout(policy.timeout, connection.query(&sql)).await;
        let created = created.map_err(|_| {
            let limit = policy.timeout.as_millis();
            Error::environment(format!("cannot make the database {name} within {limit} ms"))
        })?;
        created.map_err(|error| {
            Error::environment(format!(
                "cannot make the database {name}: {}",
                error.message
            ))
            .server(error.full())
        })?;
        own_url.set_path(&format!("/{name}"));
        Ok(Self {
            connection,
            name: name.to_owned(),
            url: own_url.into(),
        })
    }

    /// The URL of the database.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Removes it, although somebody may be connected.
    pub async fn drop_database(self) -> Result<(), Error> {
        let sql = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        self.connection
            .query(&sql)
            .await
            .map(drop)
            .map_err(|error| {
                Error::environment(format!(
                    "the database {} is left behind: {}",
                    self.name, error.message
                ))
            })
    }
}
