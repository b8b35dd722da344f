//! Builds images that take too long or are too large: for tests in which a build is ended in the middle.

use mzhost_guest::{Composition, Error, services, workflow};

#[services]
fn services() -> &'static str {
    include_str!("../compose.yml")
}

/// Builds for ten minutes.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    c.up(["slow"])
}

/// Builds until the disk is full.
#[workflow]
fn workflow_large(c: Composition) -> Result<(), Error> {
    c.up(["large"])
}
