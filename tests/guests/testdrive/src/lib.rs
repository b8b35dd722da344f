//! Runs test files of its own folder. The arguments name them: globs, and options as `NAME=VALUE`.

use std::time::Duration;

use mzhost_guest::{
    Composition, Error, Healthcheck, JobState, Service, Services, TestFiles, ensure, services,
    sqllogictest, testdrive, workflow,
};

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(60);

#[services]
fn services() -> Services {
    let ready = Healthcheck::command(["pg_isready", "-h", "127.0.0.1", "-U", "app"]);
    Services::new()
        .service(
            Service::new("postgres")
                .image("mzhost/postgres:15")
                .hostname("inside-the-container")
                .env("POSTGRES_USER", "app")
                .env("POSTGRES_PASSWORD", "p@ss/word")
                .env("POSTGRES_DB", "shop")
                .healthcheck(ready),
        )
        .service(
            Service::new("kafka")
                .image("mzhost/kafka:4.3")
                .ready_tcp(9092),
        )
        .service(
            Service::new("schema-registry")
                .image("mzhost/schema-registry:2.6")
                .ready_tcp(8081),
        )
        .service(
            Service::new("mysql")
                .image("mzhost/mariadb:10.11")
                .env("MARIADB_ROOT_PASSWORD", "mysql")
                .ready_tcp(3306),
        )
}

/// Runs the files in `pass` in every way.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    c.up(["postgres"])?;
    let files = |globs: &[&str]| testdrive::files(globs).var("word", "anvil");
    let summary = files(&["pass/*.td"]).var("shared", "true").run()?;
    ensure!(
        summary.files == 2 && summary.commands == 10 && summary.rewritten == 0,
        "the summary is {summary:?}"
    );
    let summary = files(&["pass/*.td"])
        .var("shared", "false")
        .jobs(2)
        .timeout(PATIENCE)
        .run()?;
    ensure!(summary.files == 2);
    testdrive::source("inline.td", "> select '${arg.x}'\n1\n")
        .var("x", "1")
        .seed(7)
        .run()?;
    let summary = sqllogictest::files("pass/*.slt").run()?;
    ensure!(
        summary.files == 1 && summary.commands == 2,
        "the summary is {summary:?}"
    );
    sqllogictest::source("inline.slt", "query I\nselect 1\n----\n1\n").run()?;

    let job = files(&["pass/rows.td"]).var("shared", "true").start()?;
    let outcome = job.wait(PATIENCE)?;
    ensure!(
        outcome.state == JobState::Passed,
        "the job ended as {outcome:?}"
    );
    ensure!(
        outcome
            .output
            .content
            .starts_with("pass/rows.td: 6 commands in ")
    );
    let job = sqllogictest::files("pass/*.slt").start()?;
    job.wait(PATIENCE)?.passed()?;

    let job = testdrive::files("hostile/long.td").start()?;
    let outcome = job.cancel()?;
    ensure!(
        outcome.state == JobState::Cancelled,
        "the job ended as {outcome:?}"
    );
    Ok(())
}

/// Runs a file with all kinds of servers.
#[workflow]
fn workflow_servers(c: Composition) -> Result<(), Error> {
    c.up([])?;
    testdrive::files("servers/*.td").run()?;
    Ok(())
}

/// Runs the files that the arguments name; the server runs.
#[workflow]
fn workflow_up(c: Composition, args: Vec<String>) -> Result<(), Error> {
    c.up(["postgres"])?;
    run(&args)
}

/// Runs the files that the arguments name; no server runs.
#[workflow]
fn workflow_alone(_: Composition, args: Vec<String>) -> Result<(), Error> {
    run(&args)
}

fn run(args: &[String]) -> Result<(), Error> {
    let summary = files(args).run()?;
    println!("{} rewritten", summary.rewritten);
    Ok(())
}

fn files(args: &[String]) -> TestFiles {
    let (options, globs): (Vec<&String>, Vec<&String>) =
        args.iter().partition(|arg| arg.contains('='));
    let files = if globs.iter().any(|glob| glob.ends_with(".slt")) {
        sqllogictest::files(&globs)
    } else {
        testdrive::files(&globs)
    };
    options
        .into_iter()
        .filter_map(|option| option.split_once('='))
        .fold(files, |files, (name, value)| files.option(name, value))
}
