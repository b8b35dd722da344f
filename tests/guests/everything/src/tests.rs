//! Test files.

use mzhost_guest::{Composition, Error, JobState, ensure, sqllogictest, testdrive};

use crate::database::PASSWORD;
use crate::{PATIENCE, refused};

pub fn all(_: Composition) -> Result<(), Error> {
    let url = format!("postgres://postgres:{PASSWORD}@db/postgres");
    let td = || {
        testdrive::files("data/*.td")
            .postgres_url(&url)
            .var("x", "1")
            .timeout(PATIENCE)
            .jobs(2)
            .seed(1)
    };
    let summary = td().run()?;
    ensure!(
        summary.files == 1 && summary.commands == 1,
        "the summary is {summary:?}"
    );
    ensure!(td().start()?.wait(PATIENCE)?.state == JobState::Passed);
    refused(td().option("no-such-option", "1").run(), "argument.invalid")?;
    refused(testdrive::files("none/*.td").run(), "test.invalid")?;
    let wrong = testdrive::source("wrong.td", "> select 1\n2\n");
    refused(
        wrong
            .postgres_url(&url)
            .option("default-max-tries", "1")
            .run(),
        "test.failed",
    )?;

    let slt = || sqllogictest::files(["data/*.slt"]).postgres_url(&url);
    ensure!(slt().run()?.files == 1);
    slt().start()?.wait(PATIENCE)?.passed()?;
    let inline = "statement ok\nselect 1\n";
    sqllogictest::source("inline.slt", inline)
        .postgres_url(&url)
        .run()?;
    refused(
        sqllogictest::source("inline.slt", inline)
            .postgres_url("postgres://localhost/x")
            .run(),
        "policy.denied",
    )
}
