//! Panics: the message and the place must reach the person who runs it.

use mzhost_guest::{Composition, Error, Services, services, workflow};

#[services]
fn services() -> Services {
    Services::new()
}

/// Panics with a message.
#[workflow]
fn workflow_default(_: Composition) -> Result<(), Error> {
    panic!("the guest gives up");
}
