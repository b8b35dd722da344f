//! Has a function that looks like a workflow but lacks the attribute: building the folder must warn of it.

use mzhost_guest::{Composition, Error, Services, services, workflow};

#[services]
fn services() -> Services {
    Services::new()
}

/// A workflow.
#[workflow]
fn workflow_default(_: Composition) -> Result<(), Error> {
    Ok(())
}

/// Forgotten.
#[expect(dead_code, reason = "this is what the warning is about")]
fn workflow_forgotten(_: Composition) -> Result<(), Error> {
    Ok(())
}
