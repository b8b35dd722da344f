//! Has no workflow `default`: running it without a name shows the list.

use mzhost_guest::{Composition, Error, Services, services, workflow};

#[services]
fn services() -> Services {
    Services::new()
}

/// The first.
#[workflow]
fn workflow_first(_: Composition) -> Result<(), Error> {
    Ok(())
}

/// The second.
#[workflow]
fn workflow_second_one(_: Composition) -> Result<(), Error> {
    Ok(())
}
