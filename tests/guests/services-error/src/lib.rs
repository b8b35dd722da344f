//! Returns an error in place of its services.

use mzhost_guest::{Composition, Error, Services, services, workflow};

#[services]
fn services() -> Result<Services, Error> {
    Err(Error::msg("grant VERSION to choose the version under test"))
}

/// Never reached.
#[workflow]
fn workflow_default(_: Composition) -> Result<(), Error> {
    Ok(())
}
