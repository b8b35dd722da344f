//! `system` records: commands of this machine.

use std::collections::BTreeMap;
use std::process::Stdio;

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::{Child, Command};

use crate::failure::Error;

/// Runs a command to its end and returns what it printed. Dropping the future kills it.
///
/// `variables` are added to its environment; `limit`: bytes that it may print.
pub(super) async fn run(
    command: &str,
    variables: &BTreeMap<String, String>,
    limit: usize,
) -> Result<String, Error> {
    let mut child = spawn(command, variables, Stdio::piped)?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let (output, errors) = tokio::join!(read(stdout, limit), read(stderr, limit));
    let (output, errors) = (output?, errors?);
    let status = child
        .wait()
        .await
        .map_err(|error| Error::environment(format!("cannot wait for the command: {error}")))?;
    if status.success() {
        return Ok(output);
    }
    let printed = format!("{output}{errors}");
    let error = Error::test(format!("the command failed: {status}"));
    Err(match printed.trim() {
        "" => error,
        printed => error.difference(printed),
    })
}

/// Begins a command that goes on in the background, until what is returned is dropped.
pub(super) fn start(command: &str, variables: &BTreeMap<String, String>) -> Result<Child, Error> {
    spawn(command, variables, Stdio::null)
}

fn spawn(
    command: &str,
    variables: &BTreeMap<String, String>,
    output: fn() -> Stdio,
) -> Result<Child, Error> {
    Command::new("bash")
        .arg("-c")
        .arg(command)
        .envs(variables)
        .stdin(Stdio::null())
        .stdout(output())
        .stderr(output())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| Error::environment(format!("cannot run bash: {error}")))
}

async fn read(stream: Option<impl AsyncRead + Unpin>, limit: usize) -> Result<String, Error> {
    let Some(stream) = stream else {
        return Ok(String::new());
    };
    let most = u64::try_from(limit).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    stream
        .take(most.saturating_add(1))
        .read_to_end(&mut bytes)
        .await
        .map_err(|error| Error::environment(format!("cannot read from the command: {error}")))?;
    if bytes.len() > limit {
        return Err(Error::test(format!("the command prints more than {limit} bytes")).fatal());
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
