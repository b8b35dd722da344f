//! Background jobs: cancelled, failed, watched and unwatched.

use std::time::Duration;

use mzhost_guest::{
    Composition, Error, JobState, Service, Services, bail, ensure, services, workflow,
};

const PATIENCE: Duration = Duration::from_secs(30);

#[services]
fn services() -> Services {
    Services::new().service(
        Service::new("box")
            .image("debian:bookworm-slim")
            .command(["sleep", "infinity"])
            .init()
            .stop_grace_period(Duration::ZERO),
    )
}

/// Cancels a running command and a running workflow.
#[workflow]
fn workflow_cancelled(c: Composition) -> Result<(), Error> {
    c.up(["box"])?;
    let job = c.job_exec("box", ["sh", "-c", "echo started; exec sleep 600"])?;
    ensure!(job.poll()?.is_none(), "the job ended at once");
    let early = job.wait(Duration::from_millis(50));
    ensure!(
        matches!(&early, Err(error) if error.code() == "job.timeout"),
        "a short wait answered {early:?}"
    );
    ensure!(job.cancel()?.state == JobState::Cancelled);
    ensure!(
        job.cancel()?.state == JobState::Cancelled,
        "cancelling twice changed it"
    );

    let workflow = c.job_workflow("waits", [])?;
    ensure!(workflow.cancel()?.state == JobState::Cancelled);
    Ok(())
}

/// Wants a job to pass that it has cancelled.
#[workflow]
fn workflow_cancelled_but_wanted(c: Composition) -> Result<(), Error> {
    c.up(["box"])?;
    let job = c.job_exec("box", ["sleep", "600"])?;
    job.cancel()?.passed()?;
    Ok(())
}

/// Waits for jobs that pass and fail, and looks at what they printed.
#[workflow]
fn workflow_watched(c: Composition) -> Result<(), Error> {
    c.up(["box"])?;
    let passes = c.job_exec("box", ["echo", "done"])?;
    let fails = c.job_exec("box", ["sh", "-c", "echo failing; exit 7"])?;
    let workflow = c.job_workflow("fails", ["today"])?;

    let passed = passes.wait(PATIENCE)?.passed()?;
    ensure!(
        passed.output.trim() == "done",
        "it printed {:?}",
        passed.output
    );

    let failed = fails.wait(PATIENCE)?;
    ensure!(failed.state == JobState::Failed);
    ensure!(failed.output.trim() == "failing");
    let Some(error) = failed.error else {
        bail!("a failed job without an error")
    };
    ensure!(
        error.code() == "exec.failed" && error.detail("exit-code") == Some("7"),
        "{error:?}"
    );

    let failed = workflow.wait(PATIENCE)?;
    ensure!(failed.output.trim() == "about to fail");
    ensure!(matches!(&failed.error, Some(error) if error.code() == "job.excuse"));
    Ok(())
}

/// Starts a job that fails, and looks away: this workflow must fail.
#[workflow]
fn workflow_unwatched(c: Composition) -> Result<(), Error> {
    c.up(["box"])?;
    let failing = c.job_exec("box", ["sh", "-c", "echo $$ > /tmp/pid; exit 7"])?;
    c.wait_for_command(
        "box",
        ["sh", "-c", "test -s /tmp/pid && ! kill -0 $(cat /tmp/pid)"],
        PATIENCE,
    )?;
    drop(failing);
    Ok(())
}

/// Leaves a running job behind: it is cancelled, and this workflow passes.
#[workflow]
fn workflow_left_running(c: Composition) -> Result<(), Error> {
    c.up(["box"])?;
    c.job_exec("box", ["sleep", "600"])?;
    Ok(())
}

/// Starts one job too many.
#[workflow]
fn workflow_too_many(c: Composition) -> Result<(), Error> {
    c.up(["box"])?;
    let mut jobs = Vec::new();
    for _ in 0..65 {
        jobs.push(c.job_workflow("waits", [])?);
    }
    bail!("{} jobs run at once", jobs.len());
}

/// Calls itself without end.
#[workflow]
fn workflow_nests(c: Composition) -> Result<(), Error> {
    c.workflow("nests", [])
}

/// Waits for a long time.
#[workflow(hidden)]
fn workflow_waits(c: Composition) -> Result<(), Error> {
    c.wait_for_log("box", "this line never comes", Duration::from_secs(600))?;
    Ok(())
}

/// Fails.
#[workflow(hidden)]
fn workflow_fails(_: Composition, args: Vec<String>) -> Result<(), Error> {
    println!("about to fail");
    Err(Error::new("job.excuse", format!("not {}", args.join(" "))))
}
