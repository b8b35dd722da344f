//! `docker-credential-NAME get`: a program of the user's that keeps credentials.

use std::process::Stdio;
use std::time::Duration;

use serde::Deserialize;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use super::Credentials;

/// What helpers say when they have none.
const NOT_FOUND: &str = "credentials not found";
/// The user name that says that the secret is an identity token.
const TOKEN_USER: &str = "<token>";
/// Characters of a helper's words that are shown.
const SHOWN: usize = 200;

/// Why a helper gave no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum HelperError {
    #[error("{program} cannot be started: {reason}")]
    Start {
        program: String,
        reason: std::io::Error,
    },
    #[error("{program} did not answer within {} s", limit.as_secs())]
    Slow { program: String, limit: Duration },
    #[error("{program} failed: {said}")]
    Failed { program: String, said: String },
    #[error("{program} did not answer with ServerURL, Username and Secret in JSON")]
    Answer { program: String },
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    username: String,
    secret: String,
}

/// Asks a helper for the credentials of a server; none when it has none.
pub(super) async fn ask(
    program: &str,
    server: &str,
    limit: Duration,
) -> Result<Option<Credentials>, HelperError> {
    let program = program.to_owned();
    let start = |reason| HelperError::Start {
        program: program.clone(),
        reason,
    };
    let mut child = Command::new(&program)
        .arg("get")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // Also when the run ends before it answers.
        .kill_on_drop(true)
        .spawn()
        .map_err(start)?;
    let stdin = child.stdin.take();
    let answering = async {
        if let Some(mut stdin) = stdin {
            // One that fails at once does not read; what it says matters more.
            drop(stdin.write_all(server.as_bytes()).await);
        }
        child.wait_with_output().await
    };
    let output = match tokio::time::timeout(limit, answering).await {
        Ok(output) => output.map_err(start)?,
        Err(_) => return Err(HelperError::Slow { program, limit }),
    };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    let out = text(&output.stdout);
    if !output.status.success() {
        if out.contains(NOT_FOUND) {
            return Ok(None);
        }
        // The protocol has the error on standard output. What looks like an answer is not shown.
        let said = [out, text(&output.stderr), output.status.to_string()]
            .into_iter()
            .find(|said| !said.is_empty() && !said.contains('{'))
            .unwrap_or_default();
        return Err(HelperError::Failed {
            program,
            said: said.chars().take(SHOWN).collect(),
        });
    }
    let Ok(Answer { username, secret }) = serde_json::from_str(&out) else {
        return Err(HelperError::Answer { program });
    };
    let (username, password, identity_token) = if username == TOKEN_USER {
        (String::new(), String::new(), secret)
    } else {
        (username, secret, String::new())
    };
    let credentials = Credentials {
        server: server.to_owned(),
        username,
        password,
        identity_token,
    };
    Ok((!credentials.is_empty()).then_some(credentials))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// Asks a helper that is this script.
    async fn asked(script: &str, limit: Duration) -> Result<Option<Credentials>, HelperError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("docker-credential-test");
        // By another process: this one's children must not hold the file open while it is executed.
        let written = std::process::Command::new("sh")
            .args([
                "-c",
                "printf %s \"$1\" > \"$0\"",
                path.to_str().unwrap(),
                script,
            ])
            .status()
            .unwrap();
        assert!(written.success());
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
        ask(path.to_str().unwrap(), "r.test:5000", limit).await
    }

    const PATIENCE: Duration = Duration::from_mins(1);

    #[tokio::test]
    async fn a_helper_is_told_the_server_and_answers() {
        let script = r#"#!/bin/sh
            [ "$1 $(cat)" = "get r.test:5000" ] && echo '{"ServerURL": "r.test:5000", "Username": "anne", "Secret": "s3cret"}'"#;
        let found = asked(script, PATIENCE).await.unwrap().unwrap();
        assert_eq!(found.username, "anne");
        assert_eq!(found.secrets(), ["s3cret", ""]);
        assert_eq!(found.server, "r.test:5000");
        let script = "#!/bin/sh\necho '{\"Username\": \"<token>\", \"Secret\": \"t0ken\"}'";
        let found = asked(script, PATIENCE).await.unwrap().unwrap();
        assert_eq!(found.secrets(), ["", "t0ken"]);
        assert_eq!(found.username, "");
    }

    #[tokio::test]
    async fn a_helper_without_credentials_is_no_error() {
        let script = "#!/bin/sh\necho credentials not found in native keychain; exit 1";
        assert_eq!(asked(script, PATIENCE).await.unwrap(), None);
        let script = r#"#!/bin/sh
            echo '{"Username": "", "Secret": ""}'"#;
        assert_eq!(asked(script, PATIENCE).await.unwrap(), None);
    }

    #[tokio::test]
    async fn what_goes_wrong_is_said_without_a_secret() {
        for (script, problem) in [
            (
                "#!/bin/sh\necho the vault is locked; exit 1",
                "failed: the vault is locked",
            ),
            (
                "#!/bin/sh\necho '{\"Secret\": \"s3cret\"}'; exit 3",
                "failed: exit status: 3",
            ),
            (
                "#!/bin/sh\necho '{\"Secret\": \"s3cret\", \"Username\": 1}'",
                "did not answer with ServerURL, Username and Secret in JSON",
            ),
            ("#!/no/such/program", "cannot be started: No such file"),
        ] {
            let error = asked(script, PATIENCE).await.unwrap_err().to_string();
            assert!(error.contains(problem), "{error}");
            assert!(!error.contains("s3cret"), "{error}");
        }
    }

    #[tokio::test]
    async fn a_helper_that_hangs_is_given_up() {
        let script = "#!/bin/sh\nexec sleep 600";
        let error = asked(script, Duration::from_secs(1)).await.unwrap_err();
        let said = error.to_string();
        assert!(said.contains("did not answer within 1 s"), "{said}");
    }
}
