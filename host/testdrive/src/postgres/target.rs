//! Where a server is and who we are to it: `postgres://…`.

use std::sync::Arc;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use super::tls::{TlsMode, negotiate};
use crate::access::{Access, BoxStream};
use crate::failure::Error;

const DEFAULT_PORT: u16 = 5432;

/// A server, a database on it and a user.
#[derive(Clone)]
pub(super) struct Target {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) user: String,
    pub(super) password: Option<Vec<u8>>,
    pub(super) database: String,
    pub(super) application: String,
    pub(super) options: Option<String>,
    tls: TlsMode,
}

impl Target {
    /// Reads a URL by libpq's rules.
    pub(super) fn parse(url: &str) -> Result<Self, Error> {
        let wrong = |why: String| {
            Error::file(format!(
                "the URL of the PostgreSQL server is wrong: {why}; it is written postgres://USER:PASSWORD@HOST:PORT/DATABASE"
            ))
        };
        if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            return Err(wrong("it does not begin with postgres://".to_owned()));
        }
        let config: Config = url
            .parse()
            .map_err(|error: tokio_postgres::Error| wrong(chain(&error)))?;
        let host = match config.get_hosts().first() {
            Some(Host::Tcp(host)) => host.clone(),
            #[cfg(unix)]
            Some(Host::Unix(path)) => {
                let text = format!(
                    "{} is a unix socket, and only TCP is offered",
                    path.display()
                );
                return Err(wrong(text));
            }
            None => return Err(wrong("it names no host".to_owned())),
        };
        let user = config.get_user().unwrap_or("postgres").to_owned();
        Ok(Self {
            host,
            port: config.get_ports().first().copied().unwrap_or(DEFAULT_PORT),
            password: config.get_password().map(<[u8]>::to_vec),
            database: config.get_dbname().unwrap_or(&user).to_owned(),
            application: config.get_application_name().unwrap_or("mzhost").to_owned(),
            options: config.get_options().map(str::to_owned),
            tls: match config.get_ssl_mode() {
                SslMode::Disable => TlsMode::Disable,
                SslMode::Require => TlsMode::Require,
                _ => TlsMode::Prefer,
            },
            user,
        })
    }

    /// A fresh stream to it, encrypted as the URL says.
    pub(super) async fn dial(&self, access: &Arc<dyn Access>) -> Result<BoxStream, Error> {
        let stream = access.dial(&self.host, self.port).await?;
        negotiate(stream, self.tls)
            .await
            .map_err(|error| Error::environment(format!("failed to connect to {self}: {error}")))
    }
}

/// `HOST:PORT`.
impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

/// An error with its causes, which the crate's own text leaves out.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_says_who_and_where() {
        let target =
            Target::parse("postgresql://u%40x:p%2Fw@db:15432/shop?sslmode=disable").unwrap();
        assert_eq!(target.to_string(), "db:15432");
        assert_eq!(
            (target.user.as_str(), target.database.as_str()),
            ("u@x", "shop")
        );
        assert_eq!(target.password.as_deref(), Some(&b"p/w"[..]));
        assert_eq!(target.tls, TlsMode::Disable);
        let short = Target::parse("postgres://app@db").unwrap();
        assert_eq!((short.database.as_str(), short.port), ("app", 5432));
    }

    #[test]
    fn a_wrong_url_is_told_with_the_form() {
        for url in [
            "mysql://db",
            "postgres://",
            "postgres://db:port/x",
            "postgres:///x?host=/run",
        ] {
            let error = Target::parse(url).err().unwrap();
            assert!(
                error.message.contains("USER:PASSWORD@HOST"),
                "{url}: {error}"
            );
        }
    }
}
