//! The user's own machine: any server that it reaches, any file that the user can read.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::PathBuf;
use std::process::Stdio;

use tokio::net::TcpStream;
use tokio::process::Command;
use tokio::time::timeout;

use super::{Access, AccessError, AccessErrorKind, BoxFuture, BoxStream, Psql, PsqlOutput};

/// Access to what the user of the command line can reach.
#[derive(Debug, Clone, Default)]
pub struct Direct {
    /// Addresses of host names, in place of those that the machine knows.
    pub addresses: BTreeMap<String, IpAddr>,
    /// The program for `psql-execute`; none when it was not allowed.
    pub psql: Option<PathBuf>,
}

impl Direct {
    async fn connect(&self, host: &str, port: u16) -> Result<BoxStream, AccessError> {
        let unreachable = |error: std::io::Error, what: &str| {
            AccessError::new(
                AccessErrorKind::Unreachable,
                format!("cannot connect to {host}:{port}: {what}{error}"),
            )
        };
        let connected = if let Some(address) = self.addresses.get(host) {
            TcpStream::connect((*address, port)).await
        } else {
            let found = tokio::net::lookup_host((host, port)).await;
            let found: Vec<_> = found
                .map_err(|error| {
                    unreachable(
                        error,
                        "the name is not known; --resolve NAME=ADDRESS tells where it is: ",
                    )
                })?
                .collect();
            TcpStream::connect(found.as_slice()).await
        };
        let stream = connected.map_err(|error| unreachable(error, ""))?;
        // Statements are small and wait for each other.
        stream
            .set_nodelay(true)
            .map_err(|error| unreachable(error, ""))?;
        Ok(Box::new(stream))
    }

    async fn run_psql(&self, call: Psql) -> Result<PsqlOutput, AccessError> {
        let Some(program) = &self.psql else {
            return Err(AccessError::new(
                AccessErrorKind::Denied,
                "psql-execute runs psql on this machine; allow it with --allow-psql",
            ));
        };
        let failed = |why: String| {
            AccessError::new(
                AccessErrorKind::Unreachable,
                format!("cannot run {}: {why}", program.display()),
            )
        };
        let child = Command::new(program)
            .arg(self.resolved(&call.url))
            .args(&call.args)
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output();
        let output = timeout(call.limit, child)
            .await
            .map_err(|_| {
                failed(format!(
                    "it did not end within {} ms",
                    call.limit.as_millis()
                ))
            })?
            .map_err(|error| failed(error.to_string()))?;
        Ok(PsqlOutput {
            exit_code: output.status.code().unwrap_or(-1),
            output: String::from_utf8_lossy(&output.stdout).into_owned(),
            errors: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }

    /// A URL with the address in place of a name that only we know.
    fn resolved(&self, text: &str) -> String {
        let Ok(mut url) = url::Url::parse(text) else {
            return text.to_owned();
        };
        let address = url.host_str().and_then(|host| self.addresses.get(host));
        if let Some(address) = address.copied()
            && url.set_ip_host(address).is_err()
        {
            return text.to_owned();
        }
        url.into()
    }
}

impl Access for Direct {
    fn dial<'a>(
        &'a self,
        host: &'a str,
        port: u16,
    ) -> BoxFuture<'a, Result<BoxStream, AccessError>> {
        Box::pin(self.connect(host, port))
    }

    fn read<'a>(&'a self, path: &'a str) -> BoxFuture<'a, Result<Vec<u8>, AccessError>> {
        Box::pin(async move {
            tokio::fs::read(path).await.map_err(|error| {
                AccessError::new(
                    AccessErrorKind::Unknown,
                    format!("cannot read {path}: {error}"),
                )
            })
        })
    }

    fn psql(&self, call: Psql) -> BoxFuture<'_, Result<PsqlOutput, AccessError>> {
        Box::pin(self.run_psql(call))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_not_there_is_named_with_the_fix() {
        let access = Direct::default();
        let unknown = access
            .connect("no-such-name.invalid", 5)
            .await
            .err()
            .unwrap();
        assert!(
            unknown.message.contains("--resolve NAME=ADDRESS"),
            "{unknown}"
        );
        let denied = access.run_psql(Psql {
            url: "postgres://x".to_owned(),
            args: Vec::new(),
            limit: std::time::Duration::from_secs(1),
        });
        assert_eq!(denied.await.err().unwrap().kind, AccessErrorKind::Denied);
    }

    #[test]
    fn psql_gets_the_address() {
        let access = Direct {
            addresses: BTreeMap::from([("db".to_owned(), "10.0.0.7".parse().unwrap())]),
            psql: None,
        };
        assert_eq!(
            access.resolved("postgres://u:p@db:5433/x"),
            "postgres://u:p@10.0.0.7:5433/x"
        );
    }
}
