//! `psql-execute` of a workflow's test file: `psql` runs in the container of the service that the URL names.

use std::time::Duration;

use mzhost_testdrive::access::{AccessError, AccessErrorKind, Psql, PsqlOutput};
use url::Url;

use super::access::{Services, unreachable};
use crate::operation::ExecOptions;

/// The exit code of a command that a container does not have.
const NO_COMMAND: i32 = 127;

impl Services {
    /// Runs `psql`. Its processes end with the future.
    pub(super) async fn run_psql(&self, call: Psql) -> Result<PsqlOutput, AccessError> {
        let (name, url) = inside(&call.url)?;
        let service = self.service(&name)?;
        let command: Vec<String> = ["psql".to_owned(), url]
            .into_iter()
            .chain(call.args)
            .collect();
        let options = ExecOptions {
            timeout_ms: Some(milliseconds(call.limit)),
            ..ExecOptions::default()
        };
        let execution = self.run.exec(&service, &command, &options);
        let execution = execution.await.map_err(unreachable)?;
        if execution.exit_code == NO_COMMAND {
            let message = format!(
                "psql-execute runs psql in the container of service {service:?}, whose image has none"
            );
            return Err(AccessError::new(AccessErrorKind::Unknown, message));
        }
        if execution.output.truncated {
            let most = self.run.limits.text;
            let message = format!("psql printed more than {most} bytes; ask for less");
            return Err(AccessError::new(AccessErrorKind::Unknown, message));
        }
        Ok(PsqlOutput {
            exit_code: execution.exit_code,
            output: execution.output.content,
            errors: execution.errors.content,
        })
    }
}

/// The host of a URL, and the URL as it is within that host's container.
fn inside(text: &str) -> Result<(String, String), AccessError> {
    let wrong = |why: &str| {
        let message = format!("the URL of the PostgreSQL server is wrong: {why}");
        AccessError::new(AccessErrorKind::Unknown, message)
    };
    let mut url = Url::parse(text).map_err(|error| wrong(&error.to_string()))?;
    let host = url
        .host_str()
        .filter(|host| !host.is_empty())
        .ok_or_else(|| wrong("it names no host"))?
        .to_owned();
    url.set_host(Some("127.0.0.1"))
        .map_err(|error| wrong(&error.to_string()))?;
    Ok((host, url.into()))
}

fn milliseconds(limit: Duration) -> u32 {
    u32::try_from(limit.as_millis()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_means_the_container_itself() {
        let (host, url) = inside("postgres://u:p%40@db:5433/shop?sslmode=disable").unwrap();
        assert_eq!(host, "db");
        assert_eq!(url, "postgres://u:p%40@127.0.0.1:5433/shop?sslmode=disable");
        assert!(inside("postgres:///shop").is_err());
    }
}
