//! Calls the host while it declares its services, where only logging, variables and the catalog answer.

use mzhost_guest::{Composition, Error, Services, ensure, files, services, variables, workflow};

#[services]
fn services() -> Result<Services, Error> {
    ensure!(!variables::project().is_empty(), "the project has no name");
    let Err(error) = files::find("*") else {
        return Err(Error::msg("files answered while services were declared"));
    };
    ensure!(error.code() == "phase", "files answered {error:?}");
    Ok(Services::new())
}

/// Passes when `services` got the right answers.
#[workflow]
fn workflow_default(_: Composition) -> Result<(), Error> {
    Ok(())
}
