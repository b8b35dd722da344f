//! A PostgreSQL server in a container, removed at the end.

use std::process::{Command, Stdio};

const IMAGE: &str = "mzhost/postgres:15";

/// A running server.
pub(crate) struct Server {
    container: String,
    address: String,
}

impl Server {
    /// Starts one and waits until it answers; none without an engine or its image.
    pub(crate) fn start() -> Option<Self> {
        let run = [
            "run",
            "--detach",
            "--rm",
            "--env",
            "POSTGRES_PASSWORD=postgres",
            IMAGE,
        ];
        let container = docker(&run)?;
        let format = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";
        let address = docker(&["inspect", "--format", format, &container])?;
        let server = Self { container, address };
        let file = tempfile::Builder::new().suffix(".td").tempfile().unwrap();
        std::fs::write(file.path(), "> select 1\n1\n").unwrap();
        let ready = super::child::command(&server.url(), file.path())
            .output()
            .unwrap();
        assert!(
            ready.status.success(),
            "the server does not answer: {ready:?}"
        );
        Some(server)
    }

    /// Its URL.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres:postgres@{}/postgres", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        docker(&["rm", "--force", "--volumes", &self.container]);
    }
}

fn docker(args: &[&str]) -> Option<String> {
    let output = Command::new("docker")
        .args(args)
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
