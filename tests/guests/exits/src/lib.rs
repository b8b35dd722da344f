//! Ends its process in place of returning, with success and with failure: both are no result.

use mzhost_guest::{Composition, Error, Services, services, workflow};

#[services]
fn services() -> Services {
    Services::new()
}

/// Exits with failure.
#[workflow]
fn workflow_default(_: Composition) -> Result<(), Error> {
    eprintln!("leaving early");
    std::process::exit(4);
}

/// Exits with success.
#[workflow]
fn workflow_success(_: Composition) -> Result<(), Error> {
    std::process::exit(0);
}
