//! Prints without end: the limit on output must stop it.

use mzhost_guest::{Composition, Error, Services, services, workflow};

#[services]
fn services() -> Services {
    Services::new()
}

/// Prints lines without end.
#[workflow]
fn workflow_default(_: Composition) -> Result<(), Error> {
    loop {
        println!("{}", "flood ".repeat(100));
    }
}

/// Prints one line without end.
#[workflow]
fn workflow_one_line(_: Composition) -> Result<(), Error> {
    loop {
        print!("{}", "flood ".repeat(100));
    }
}
