//! A registry of images in a container, which asks for a user and a password, and the configurations of users of it.

use std::io::Write;
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tempfile::TempDir;

use super::{PASSWORD, USER};

/// How long the registry may take to start.
const PATIENCE: Duration = Duration::from_mins(2);
const PAUSE: Duration = Duration::from_millis(100);
/// A request of the tests' own: those before it are in the log when it is.
const LAST: &str = "/v2/the-last-one/tags/list";

/// A registry of one test, which goes with it, and so do the images that were pulled from it.
pub(super) struct Registry {
    container: String,
    /// Its name in references: `127.0.0.1:PORT`.
    pub(super) host: String,
}

impl Registry {
    /// Waits until it listens, without a request to it.
    pub(super) fn start() -> Self {
        let container = docker(&[
            "run",
            "--detach",
            "--rm",
            "--publish=127.0.0.1::5000",
            &format!("--env=PULL_USER={USER}"),
            &format!("--env=PULL_PASSWORD={PASSWORD}"),
            "mzhost/registry:2.8",
        ]);
        let mut registry = Self {
            container,
            host: String::new(),
        };
        registry.host = docker(&["port", &registry.container, "5000/tcp"]);
        registry.log_when(|log| log.contains("listening on"));
        registry
    }

    /// The image that it has.
    pub(super) fn image(&self) -> String {
        format!("{}/private/box:1", self.host)
    }

    /// What it said of all requests that it got until now.
    pub(super) fn log(&self) -> String {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        write!(stream, "GET {LAST} HTTP/1.0\r\n\r\n").unwrap();
        // It tells each request on both of its outputs, and the engine gets them a moment later.
        let log = self.log_when(|log| log.matches(LAST).count() > 1);
        log.lines()
            .filter(|line| !line.contains(LAST))
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// Its log, as soon as that is as wanted.
    fn log_when(&self, wanted: impl Fn(&str) -> bool) -> String {
        let begun = Instant::now();
        loop {
            let output = Command::new("docker")
                .args(["logs", &self.container])
                .output()
                .unwrap();
            let log = [output.stdout, output.stderr]
                .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
                .concat();
            if wanted(&log) {
                return log;
            }
            assert!(begun.elapsed() < PATIENCE, "{log}");
            std::thread::sleep(PAUSE);
        }
    }

    /// The configuration of somebody with this password for it.
    pub(super) fn login(&self, password: &str) -> TempDir {
        let auth = STANDARD.encode(format!("{USER}:{password}"));
        config(&format!(
            r#"{{"auths": {{"{}": {{"auth": "{auth}"}}}}}}"#,
            self.host
        ))
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        for words in [
            ["rm", "--force", &self.container],
            // There is none where no pull went well.
            ["rmi", "--force", &self.image()],
        ] {
            drop(Command::new("docker").args(words).output());
        }
    }
}

/// A folder with this `config.json`.
pub(super) fn config(text: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("config.json"), text).unwrap();
    folder
}

/// What docker answers.
pub(super) fn docker(words: &[&str]) -> String {
    let output = Command::new("docker").args(words).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "docker {words:?}: {error}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}
