//! Calls the host while it declares its services, where only logging, variables, files and the catalog answer.

use mzhost_guest::{
    Composition, Error, Services, ensure, files, services, testdrive, variables, workflow,
};

#[services]
fn services() -> Result<Services, Error> {
    ensure!(!variables::project().is_empty(), "the project has no name");
    // There may be no folder; the answer is not about the phase.
    if let Err(error) = files::find("*") {
        ensure!(error.code() != "phase", "files answered {error:?}");
    }
    let Err(error) = testdrive::source("none.td", "").run() else {
        return Err(Error::msg("a test ran while services were declared"));
    };
    ensure!(error.code() == "phase", "the test answered {error:?}");
    Ok(Services::new())
}

/// Passes when `services` got the right answers.
#[workflow]
fn workflow_default(_: Composition) -> Result<(), Error> {
    Ok(())
}
