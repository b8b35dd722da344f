//! Services and volumes that are removed, and those that cannot be.

use std::time::Duration;

use mzhost_guest::{Composition, Error, JobState, Service, Services, ensure, services, workflow};

const PATIENCE: Duration = Duration::from_secs(30);

fn sleeper(name: &str) -> Service {
    Service::new(name)
        .image("debian:bookworm-slim")
        .command(["sleep", "infinity"])
        .init()
        .stop_grace_period(Duration::ZERO)
}

#[services]
fn services() -> Services {
    Services::new()
        .service(sleeper("db").volume("data:/data").volume("/anonymous"))
        .service(sleeper("reader").volume("data:/data"))
        .service(sleeper("other"))
        .service(
            sleeper("sharer")
                .depends_on("db")
                .set("network_mode", "service:db"),
        )
        .volume("data")
        .volume("unused")
}

fn fails<T>(answer: Result<T, Error>, code: &str, part: &str) -> Result<(), Error> {
    match answer {
        Ok(_) => Err(Error::msg(format!("{code} was expected"))),
        Err(error) => {
            ensure!(
                error.code() == code && error.message().contains(part),
                "wanted {code} with {part:?}: {error:?}"
            );
            Ok(())
        }
    }
}

/// Removes services and volumes.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    c.rm(["db"])?;
    c.rm([])?;
    c.rm_volumes(["data", "unused"])?;

    c.up(["db", "other"])?;
    c.exec("db", ["touch", "/data/kept"])?;
    c.exec("db", ["touch", "/anonymous/lost"])?;
    c.exec("other", ["touch", "/tmp/kept"])?;
    c.rm(["db"])?;
    ensure!(c.state("db")?.status == "absent");
    c.up(["db"])?;
    c.exec("db", ["test", "-f", "/data/kept"])?;
    c.exec("db", ["test", "!", "-f", "/anonymous/lost"])?;
    c.exec("other", ["test", "-f", "/tmp/kept"])?;

    fails(c.rm_volumes(["data"]), "volume.in-use", "service \"db\"")?;
    c.stop(["db"])?;
    fails(
        c.rm_volumes(["unused", "data"]),
        "volume.in-use",
        "service \"db\"",
    )?;
    c.rm(["db"])?;
    c.rm_volumes(["data"])?;
    c.up(["db"])?;
    c.exec("db", ["test", "!", "-f", "/data/kept"])?;

    // A paused one cannot be stopped, but removed.
    c.pause(["other"])?;
    c.rm(["other", "other"])?;
    ensure!(c.state("other")?.status == "absent");
    c.rm([])?;
    ensure!(c.state("db")?.status == "absent");
    Ok(())
}

/// A service that shares the network of another one is made anew with it.
#[workflow]
fn workflow_shared(c: Composition) -> Result<(), Error> {
    c.up(["sharer"])?;
    c.exec("sharer", ["touch", "/tmp/old"])?;
    c.up(["sharer"])?;
    c.exec("sharer", ["test", "-f", "/tmp/old"])?;
    c.rm(["db"])?;
    c.up(["sharer"])?;
    c.exec("sharer", ["test", "!", "-f", "/tmp/old"])?;
    c.exec("db", ["perl", "-MIO::Socket::INET", "-e", LISTENS])?;
    c.exec("sharer", ["perl", "-MIO::Socket::INET", "-e", CONNECTS])?;
    Ok(())
}

/// Listens in a process that goes on.
const LISTENS: &str = "my $s = IO::Socket::INET->new(LocalPort => 4000, Listen => 1) or die $!;
    if (fork() == 0) { close STDOUT; close STDERR; $s->accept; }";
const CONNECTS: &str = "IO::Socket::INET->new(PeerAddr => '127.0.0.1:4000') or die $!";

/// Names that are not there, and a volume that a one-off container has.
#[workflow]
fn workflow_wrong(c: Composition) -> Result<(), Error> {
    c.up(["db"])?;
    fails(c.rm(["db", "nobody"]), "service.unknown", "nobody")?;
    ensure!(c.state("db")?.status == "running");
    fails(
        c.rm_volumes(["nothing"]),
        "argument.invalid",
        "the composition has data, unused",
    )?;
    fails(c.rm_volumes([]), "argument.invalid", "no volume is named")?;
    c.rm([])?;
    c.up(["reader"])?;
    let holds = c.job_workflow("holds", [])?;
    c.wait_for_command("reader", ["test", "-f", "/data/holding"], PATIENCE)?;
    c.rm(["reader"])?;
    fails(
        c.rm_volumes(["data"]),
        "volume.in-use",
        "such as one of `run`",
    )?;
    ensure!(holds.cancel()?.state == JobState::Cancelled);
    c.rm_volumes(["data"])
}

/// Holds the volume in a container beside the services.
#[workflow(hidden)]
fn workflow_holds(c: Composition) -> Result<(), Error> {
    c.run("db", ["sh", "-c", "touch /data/holding; sleep infinity"])?;
    Ok(())
}
