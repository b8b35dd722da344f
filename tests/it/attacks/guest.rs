//! Starts of `tests/guests/hostile`.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use mzhost_test_artifacts::HOSTILE;
use tempfile::TempDir;

use crate::harness::{Mzhost, run};

/// A container that waits, and a server.
pub(super) const WITH_SERVER: &str = r#"
services:
  box: {image: "debian:bookworm-slim", command: [sleep, infinity], init: true, stop_grace_period: 0s}
  db:
    image: mzhost/postgres:15
    command: [postgres, -c, max_connections=400]
    environment: {POSTGRES_PASSWORD: secret}
    stop_grace_period: 0s
"#;

/// `mzhost run HOSTILE WORKFLOW ARGS…`.
pub(super) fn hostile(workflow: &[&str]) -> Mzhost {
    run(HOSTILE, workflow)
}

/// Brings up the services of a document, in a root folder.
pub(super) fn declaring(document: &str, root: &Root) -> Mzhost {
    root.hostile(&["up"]).document(document)
}

impl Mzhost {
    /// The services that the hostile guest declares: it takes them from a variable.
    pub(super) fn document(self, document: &str) -> Self {
        self.env("MZHOST_ALLOW_ENV", "DOCUMENT")
            .env("DOCUMENT", document)
    }
}

/// A root folder with a file, and with links that lead out.
pub(super) struct Root {
    above: TempDir,
}

impl Root {
    pub(super) fn new() -> Self {
        let above = tempfile::tempdir().unwrap();
        let root = above.path().join("root");
        fs::create_dir_all(root.join("folder")).unwrap();
        fs::write(root.join("inside.txt"), "inside").unwrap();
        fs::write(above.path().join("secret"), "SECRET=1").unwrap();
        symlink("/etc/passwd", root.join("link")).unwrap();
        symlink("/etc", root.join("links")).unwrap();
        let made = Command::new("mkfifo").arg(root.join("pipe")).status();
        assert!(made.unwrap().success(), "no pipe was made");
        Self { above }
    }

    /// A start with this root.
    pub(super) fn hostile(&self, workflow: &[&str]) -> Mzhost {
        let root = self.above.path().join("root").display().to_string();
        run(HOSTILE, &["--root", &root]).args(workflow)
    }

    /// Lets a guest go on that waits for the test.
    pub(super) fn go(&self) {
        fs::write(self.above.path().join("root/go"), "").unwrap();
    }
}
