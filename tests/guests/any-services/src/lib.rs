//! Declares what the granted variable `DOCUMENT` says, so that a test needs no guest for each composition.

use mzhost_guest::{Composition, Error, services, variables, workflow};

#[services]
fn services() -> Result<String, Error> {
    variables::get("DOCUMENT").ok_or_else(|| Error::msg("grant DOCUMENT"))
}

/// Brings all of it up.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    c.up([])
}

/// Runs a command in a new container of the service `evil`.
#[workflow]
fn workflow_one_off(c: Composition) -> Result<(), Error> {
    c.run("evil", ["true"])?;
    Ok(())
}
