//! The composition `{{name}}`: a service, and workflows that drive it.

use mzhost_guest::{Composition, Error, Service, Services, ensure, services, workflow};

/// What runs in containers. `mzhost config {{name}}` shows it as a Compose file.
#[services]
fn services() -> Services {
    Services::new().service(
        // Put your own image here. `mzhost catalog` lists ready-made services, such as Kafka or PostgreSQL.
        Service::new("box")
            .image("debian:bookworm-slim")
            .command(["sh", "-c", "echo ready; exec sleep infinity"])
            // How mzhost knows that it is ready; also ready_tcp, ready_http, ready_sql or a health check.
            .ready_log("^ready"),
    )
}

/// The service answers, and keeps its files when it is killed.
// The function's name is the workflow's: `mzhost run {{name}} default`. The comment above is shown by `mzhost list`.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    c.up(["box"])?;

    // A case that fails does not end the workflow, and has its own line in the reports.
    c.test_case("it runs commands", || {
        let said = c.exec("box", ["echo", "hello"])?;
        ensure!(said.stdout() == "hello", "it said {:?}", said.stdout());
        Ok(())
    })?;

    c.test_case("its files survive when it is killed", || {
        c.exec("box", ["sh", "-c", "echo kept > /tmp/note"])?;
        c.kill(["box"])?;
        c.start(["box"])?;
        let note = c.exec("box", ["cat", "/tmp/note"])?;
        ensure!(note.stdout() == "kept", "the note says {:?}", note.stdout());
        Ok(())
    })?;
    Ok(())
}

/// What comes after its name on the command line: `mzhost run {{name}} echo hello`.
#[workflow]
fn workflow_echo(c: Composition, args: Vec<String>) -> Result<(), Error> {
    c.up(["box"])?;
    let said = c.exec("box", [vec!["echo".to_owned()], args].concat())?;
    println!("{}", said.stdout());
    Ok(())
}
