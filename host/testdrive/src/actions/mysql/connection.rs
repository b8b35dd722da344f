//! A connection to a server.

use std::net::Ipv4Addr;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;
use mysql_async::prelude::Queryable;
use mysql_async::{Conn, DriverError, OptsBuilder};
use tokio::time::timeout;

use super::address::Address;
use super::forward::Forward;
use crate::access::Access;
use crate::failure::Error;
use crate::options::Limits;

/// The server's errors at the beginning that another try does not put right: the user, the password or the database
/// is wrong, or TLS is asked for.
const FINAL_CODES: &[u16] = &[1044, 1045, 1049, 1130, 1251, 1698, 3159];

/// A connection to a server. Its end closes it.
#[derive(Debug)]
pub(super) struct Connection {
    client: Conn,
    _forward: Forward,
}

impl Connection {
    /// Makes one try to connect.
    pub(super) async fn open(
        access: &dyn Access,
        address: &Address,
        limits: &Limits,
    ) -> Result<Self, Error> {
        let server = access.dial(&address.host, address.port).await?;
        let forward = Forward::to(server).await.map_err(|error| {
            Error::environment(format!(
                "cannot open a local port for the MySQL client: {error}"
            ))
        })?;
        let options = OptsBuilder::default()
            .ip_or_hostname(Ipv4Addr::LOCALHOST.to_string())
            .tcp_port(forward.port())
            .user(Some(address.user.as_str()))
            .pass((!address.password.is_empty()).then_some(address.password.as_str()))
            .db_name(address.database.as_deref())
            // It would connect by itself, to a path that the server names.
            .prefer_socket(false)
            .max_allowed_packet(Some(limits.result));
        // What is no handshake of MySQL, the client may take for a fault of its own.
        let client = AssertUnwindSafe(Conn::new(options)).catch_unwind().await;
        let client = client.map_err(|_| {
            let Address { host, port, .. } = address;
            Error::file(format!(
                "{host}:{port} does not speak as a MySQL server does"
            ))
        })?;
        Ok(Self {
            client: client.map_err(|error| refused(address, error))?,
            _forward: forward,
        })
    }

    /// Runs a statement and drops its results.
    pub(super) async fn execute(&mut self, statement: &str, limit: Duration) -> Result<(), Error> {
        match timeout(limit, self.client.query_drop(statement)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(mysql_async::Error::Server(error))) => {
                Err(Error::test("the statement failed").server(error.to_string()))
            }
            Ok(Err(mysql_async::Error::Driver(DriverError::LocalInfile(_)))) => Err(Error::file(
                "`load data local` is not offered, as a server would read files of this machine; use insert",
            )),
            Ok(Err(error)) => Err(Error::environment(format!(
                "the connection to MySQL failed: {}",
                text(&error)
            ))),
            Err(_) => Err(Error::test(format!(
                "the statement has not ended within {} ms; `$ set-sql-timeout` gives it more time",
                limit.as_millis()
            ))),
        }
    }
}

/// The error of a try to connect.
fn refused(address: &Address, error: mysql_async::Error) -> Error {
    let Address { host, port, .. } = address;
    match error {
        mysql_async::Error::Server(error) if FINAL_CODES.contains(&error.code) => {
            Error::environment(format!(
                "the MySQL server {host}:{port} refuses user, password or database of this URL"
            ))
            .fatal()
            .server(error.to_string())
        }
        mysql_async::Error::Server(error) => Error::environment(format!(
            "the MySQL server {host}:{port} takes no connection"
        ))
        .server(error.to_string()),
        mysql_async::Error::Driver(DriverError::UnknownAuthPlugin { name }) => {
            Error::file(format!(
                "the MySQL server {host}:{port} asks this user for {name}, which is not supported; give it mysql_native_password or caching_sha2_password"
            ))
        }
        error => Error::environment(format!(
            "cannot connect to the MySQL server {host}:{port}: {}",
            text(&error)
        )),
    }
}

/// The innermost message, without the client's words around it.
fn text(error: &mysql_async::Error) -> String {
    let mut error: &dyn std::error::Error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string().trim_end_matches('.').to_owned()
}
