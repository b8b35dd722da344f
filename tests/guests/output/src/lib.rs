//! Everything that a person sees of a guest: standard streams, log messages, arguments and errors.

use mzhost_guest::{Composition, Error, Services, log, services, workflow};

#[services]
fn services() -> Services {
    log::info("declaring services");
    Services::new()
}

/// Prints and logs.
///
/// The second paragraph belongs to the description, too.
#[workflow]
fn workflow_default(_: Composition) -> Result<(), Error> {
    println!("to standard output");
    eprintln!("to standard error");
    dbg!(6 * 7);
    print!("without a line end");
    log::debug("a detail");
    log::info("a message");
    log::warn("a warning");
    log::error("a problem");
    Ok(())
}

/// Prints its arguments.
#[workflow]
fn workflow_args(_: Composition, args: Vec<String>) -> Result<(), Error> {
    println!("{args:?}");
    Ok(())
}

/// Fails with an error of its own.
#[workflow]
fn workflow_fails(_: Composition) -> Result<(), Error> {
    println!("before the failure");
    Err(Error::new("shop.out-of-stock", "no anvils are left").with_detail("item", "anvil"))
}

/// Fails with an error of the standard library.
#[workflow]
fn workflow_fails_to_parse(_: Composition) -> Result<(), Error> {
    "seven".parse::<i32>()?;
    Ok(())
}

/// Not in the list.
#[workflow(hidden)]
fn workflow_secret(_: Composition) -> Result<(), Error> {
    println!("found");
    Ok(())
}
