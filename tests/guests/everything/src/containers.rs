//! The life of containers, commands in them and copies.

use mzhost_guest::{Composition, Error, JobState, ensure};

use crate::{PATIENCE, refused};

pub fn commands(c: Composition) -> Result<(), Error> {
    refused(c.exec("box", ["true"]), "service.absent")?;
    refused(c.up(["nobody"]), "service.unknown")?;
    c.up(["box"])?;
    c.up_within(["box"], PATIENCE)?;

    let echo = c.exec("box", ["sh", "-c", "echo $GREETING; echo oops >&2"])?;
    ensure!(echo.exit_code == 0 && echo.stdout() == "hello" && echo.stderr() == "oops");
    refused(c.exec("box", ["sh", "-c", "exit 3"]), "exec.failed")?;
    let all = c
        .exec_with("box", ["sh", "-c", "cat; echo $A $(id -un) $(pwd); exit 4"])
        .input("in\n")
        .env("A", "1")
        .user("nobody")
        .working_dir("/tmp")
        .timeout(PATIENCE)
        .unchecked()
        .run()?;
    ensure!(
        all.exit_code == 4 && all.stdout() == "in\n1 nobody /tmp",
        "exec answered {all:?}"
    );

    let run = c.run("box", ["sh", "-c", "echo $GREETING"])?;
    ensure!(run.stdout() == "hello");
    let run = c
        .run_with("box", ["sh", "-c", "cat; exit 5"])
        .input("piped")
        .unchecked()
        .run()?;
    ensure!(run.exit_code == 5 && run.stdout() == "piped");

    c.copy_in("box", "/made/for/it.txt", "content", 0o640)?;
    let mode = c.exec("box", ["stat", "-c", "%a", "/made/for/it.txt"])?;
    ensure!(mode.stdout() == "640");
    ensure!(c.copy_out("box", "/made/for/it.txt")?.complete()? == b"content");
    refused(c.copy_out("box", "/none"), "file.error")?;

    let job = c.job_exec("box", ["echo", "in the background"])?;
    let outcome = job.wait(PATIENCE)?;
    ensure!(outcome.state == JobState::Passed && outcome.output.trim() == "in the background");
    ensure!(job.poll()?.as_ref() == Some(&outcome));
    ensure!(job.cancel()? == outcome);
    c.job_workflow("child", ["a", "b"])?
        .wait(PATIENCE)?
        .passed()?;
    Ok(())
}

pub fn life(c: Composition) -> Result<(), Error> {
    let status = |wanted: &str| {
        let state = c.state("box")?;
        ensure!(
            state.status == wanted,
            "wanted {wanted}, the state is {state:?}"
        );
        Ok(state)
    };
    let running = status("running")?;
    ensure!(running.ready && running.exit_code.is_none() && !running.oom_killed);
    ensure!(c.inspect("box")?.content.contains("\"State\""));

    let before = c.stats("box")?;
    ensure!(
        before.memory_bytes > 0.0
            && before.memory_bytes < before.memory_limit_bytes
            && before.processes >= 2.0,
        "sleep and its init use {before:?}"
    );
    // Counts for a while, and holds 64 MiB meanwhile.
    let busy = "$x = 'x' x (64 << 20); for (1..5000000) { $y += $_ } open(F, '>/tmp/busy'); close F; sleep 600";
    let job = c.job_exec("box", ["perl", "-e", busy])?;
    c.wait_for_command("box", ["test", "-f", "/tmp/busy"], PATIENCE)?;
    let after = c.stats("box")?;
    ensure!(
        after.cpu_seconds > before.cpu_seconds + 0.05
            && after.memory_bytes > before.memory_bytes + 60e6
            && after.processes > before.processes,
        "first {before:?}, then {after:?}"
    );
    job.cancel()?;
    refused(c.stats("nobody"), "service.unknown")?;

    c.pause(["box"])?;
    status("paused")?;
    ensure!(c.stats("box")?.memory_bytes > 0.0);
    c.unpause(["box"])?;
    status("running")?;
    c.stop(["box"])?;
    status("exited")?;
    refused(c.stats("box"), "service.absent")?;
    c.start(["box"])?;
    status("running")?;
    c.stop_within(["box"], PATIENCE)?;
    status("exited")?;
    c.restart(["box"])?;
    c.kill(["box"])?;
    ensure!(status("exited")?.exit_code == Some(137));
    c.start(["box"])?;
    c.kill_with(["box"], "SIGTERM")?;
    let exits = c.wait_for_exit(["box"], PATIENCE)?;
    ensure!(
        matches!(exits.as_slice(), [exit] if exit.service == "box" && exit.exit_code == 143),
        "the exits are {exits:?}"
    );
    c.start(["box"])
}

pub fn down(c: Composition) -> Result<(), Error> {
    c.exec("box", ["touch", "/data/kept"])?;
    c.down()?;
    ensure!(c.state("box")?.status == "absent");
    c.up(["box"])?;
    c.exec("box", ["test", "-f", "/data/kept"])?;
    c.down_volumes()?;
    c.up(["box"])?;
    refused(c.exec("box", ["test", "-f", "/data/kept"]), "exec.failed")?;
    c.exec("box", ["touch", "/data/kept"])?;
    refused(c.rm_volumes(["data"]), "volume.in-use")?;
    c.rm(["box"])?;
    c.rm_volumes(["data"])?;
    c.up(["box"])?;
    refused(c.exec("box", ["test", "-f", "/data/kept"]), "exec.failed")
}
