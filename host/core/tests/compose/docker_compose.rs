//! Debian's docker-compose as a process.

use std::process::{Output, Stdio};
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::process::Command;
use tokio::time::timeout;

use crate::case::{Case, folder};
use crate::{Outcome, VARIABLE};

/// The version that the table of differences is about.
pub(crate) const VERSION: &str = "1.29.2";

/// Far more than one call takes.
const LIMIT: Duration = Duration::from_mins(2);

/// Says in one sentence when docker-compose is not there or another one.
pub(crate) async fn check() -> Outcome<()> {
    let wanted =
        format!("this test needs docker-compose {VERSION} (Debian's package `docker-compose`)");
    let output = Command::new("docker-compose")
        .arg("version")
        .arg("--short")
        .output()
        .await;
    let output = output.map_err(|error| format!("{wanted}, which cannot be run: {error}"))?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if version == VERSION {
        return Ok(());
    }
    Err(format!("{wanted}, found {version:?}").into())
}

/// Creates, and where the case says so starts, the containers of a case.
pub(crate) async fn up(project: &str, case: &Case) -> Outcome<()> {
    let how = if case.started { "-d" } else { "--no-start" };
    ok(run(&["-p", project, "-f", &case.file(), "up", how], "").await?).map(drop)
}

/// What docker-compose says against the case's own file; nothing when it takes it.
pub(crate) async fn complaint(case: &Case) -> Outcome<Option<String>> {
    let output = run(&["-f", &format!("{}.yml", case.name), "config", "-q"], "").await?;
    Ok((!output.status.success()).then(|| String::from_utf8_lossy(&output.stderr).into_owned()))
}

/// The ids of a project's containers that `ps` shows, given a document.
pub(crate) async fn ps(project: &str, document: &str) -> Outcome<Vec<String>> {
    let text = ok(run(&["-p", project, "-f", "-", "ps", "-q"], document).await?)?;
    Ok(text.lines().map(str::to_owned).collect())
}

async fn run(args: &[&str], input: &str) -> Outcome<Output> {
    let mut child = Command::new("docker-compose")
        .args(args)
        .current_dir(folder())
        .env(VARIABLE.0, VARIABLE.1)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes()).await?;
    }
    let output = timeout(LIMIT, child.wait_with_output()).await;
    output
        .map_err(|_| {
            format!(
                "docker-compose {} did not end within {LIMIT:?}",
                args.join(" ")
            )
        })?
        .map_err(Into::into)
}

fn ok(output: Output) -> Outcome<String> {
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(format!(
        "docker-compose failed: {}",
        String::from_utf8_lossy(&output.stderr)
    )
    .into())
}
