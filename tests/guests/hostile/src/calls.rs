//! Too many calls, calls with too much, and what calls open.

use std::mem::forget;
use std::time::Duration;

use mzhost_guest::{Composition, Error, Job, bail, log, workflow};

use crate::{HARMLESS, PATIENCE, tried};

/// Waits for the first job that ends.
fn first_end(jobs: &[Job]) -> Result<(), Error> {
    loop {
        for job in jobs {
            if let Some(outcome) = job.poll()? {
                return outcome.passed().map(drop);
            }
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Makes a million calls.
#[workflow]
fn workflow_million(_: Composition) -> Result<(), Error> {
    for _ in 0..1_000_000 {
        log::debug("");
    }
    bail!("all calls were answered");
}

/// Passes over every error and goes on.
#[workflow]
fn workflow_goes_on(c: Composition) -> Result<(), Error> {
    loop {
        drop(c.state("nobody"));
    }
}

/// Does nothing.
#[workflow(hidden)]
fn workflow_nothing(_: Composition) -> Result<(), Error> {
    Ok(())
}

/// Hands over a document of 200 MiB.
#[workflow]
fn workflow_huge_text(c: Composition) -> Result<(), Error> {
    c.override_services("x".repeat(200 << 20))?.close()
}

/// Calls with 20 MiB in an argument of every kind.
#[workflow]
fn workflow_large_texts(c: Composition) -> Result<(), Error> {
    let large = "x".repeat(20 << 20);
    tried("20 MiB as the name of a service", c.logs(&large, 1));
    tried("20 MiB as a command", c.exec("box", [large.as_str()]));
    tried(
        "20 MiB as a variable",
        c.exec_with("box", ["true"]).env("A", large.as_str()).run(),
    );
    tried(
        "20 MiB as a user",
        c.exec_with("box", ["true"]).user(large.as_str()).run(),
    );
    tried(
        "20 MiB as a pattern",
        c.wait_for_log("box", &large, PATIENCE),
    );
    tried("20 MiB as a path", c.copy_out("box", &large));
    tried(
        "20 MiB as the content of a file",
        c.copy_in("box", "/x", &large, 0o644),
    );
    tried(
        "20 MiB as a body",
        c.http("box", 80, "POST", "/").body(&large).send(),
    );
    tried(
        "20 MiB as a password",
        c.sql("box").password(large.as_str()).connect(),
    );
    tried("20 MiB as the name of a workflow", c.workflow(&large, []));
    tried("20 MiB as a document", c.override_services(large.as_str()));
    Ok(())
}

/// Returns an error of 60 MiB.
#[workflow]
fn workflow_huge_error(_: Composition) -> Result<(), Error> {
    bail!("{}", "x".repeat(60 << 20));
}

/// Starts jobs that take 200 MiB each.
#[workflow]
fn workflow_memory_of_many(c: Composition) -> Result<(), Error> {
    c.up([])?;
    let jobs = (0..20)
        .map(|_| c.job_workflow("takes-memory", []))
        .collect::<Result<Vec<_>, _>>()?;
    first_end(&jobs)
}

/// Takes 200 MiB and keeps them.
#[workflow(hidden)]
fn workflow_takes_memory(c: Composition) -> Result<(), Error> {
    let memory = std::hint::black_box(vec![1_u8; 200 << 20]);
    c.wait_for_log("box", "this line never comes", PATIENCE)?;
    drop(memory);
    Ok(())
}

/// Starts jobs and never looks at them again.
#[workflow]
fn workflow_leaks_jobs(c: Composition) -> Result<(), Error> {
    loop {
        match c.job_workflow("nothing", []) {
            Ok(job) => forget(job),
            // So many run; some of them end while this one is waited for.
            Err(error) if error.message().contains("run already") => c.workflow("nothing", [])?,
            Err(error) => return Err(error),
        }
    }
}

/// Jobs that start jobs: 64, and 64 times 64.
#[workflow]
fn workflow_forks(c: Composition, args: Vec<String>) -> Result<(), Error> {
    let level = match args.first().map(String::as_str) {
        None => "1",
        Some("1") => "2",
        Some(_) => {
            c.wait_for_log("box", "this line never comes", PATIENCE)?;
            return Ok(());
        }
    };
    let mut jobs = Vec::new();
    for _ in 0..64 {
        jobs.push(c.job_workflow("forks", [level])?);
    }
    first_end(&jobs)
}

/// [`workflow_forks`] with a service to wait for.
#[workflow]
fn workflow_forks_up(c: Composition) -> Result<(), Error> {
    c.up("box")?;
    c.workflow("forks", [])
}

/// Begins test cases without end.
#[workflow]
fn workflow_cases(c: Composition) -> Result<(), Error> {
    for number in 0.. {
        c.test_case(&format!("case {number}"), || Ok(()))?;
    }
    Ok(())
}

/// Fails test cases with long messages.
#[workflow]
fn workflow_long_cases(c: Composition) -> Result<(), Error> {
    let long = "x".repeat(64 << 10);
    for number in 0.. {
        c.test_case(&format!("case {number}"), || bail!("{long}"))?;
    }
    Ok(())
}

/// Replaces services without end.
#[workflow]
fn workflow_overrides(c: Composition) -> Result<(), Error> {
    loop {
        forget(c.override_services(HARMLESS)?);
    }
}

/// Opens connections in several workflows at once.
#[workflow]
fn workflow_connections(c: Composition) -> Result<(), Error> {
    c.up([])?;
    c.sql("db").password("secret").connect_within(PATIENCE)?;
    let jobs = (0..6)
        .map(|_| c.job_workflow("connects", []))
        .collect::<Result<Vec<_>, _>>()?;
    first_end(&jobs)
}

/// Opens 60 connections and keeps them.
#[workflow(hidden)]
fn workflow_connects(c: Composition) -> Result<(), Error> {
    let server = c.sql("db").password("secret");
    let connections = (0..60)
        .map(|_| server.connect())
        .collect::<Result<Vec<_>, _>>()?;
    c.wait_for_log("db", "this line never comes", PATIENCE)?;
    drop(connections);
    Ok(())
}
