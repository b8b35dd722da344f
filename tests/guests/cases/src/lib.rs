//! Named test cases: passed, failed, left open, with wrong names.

use mzhost_guest::{Composition, Error, Services, bail, ensure, services, workflow};

#[services]
fn services() -> Services {
    Services::new()
}

/// Cases that pass.
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> {
    ensure!(c.test_case("one", || Ok(()))?);
    ensure!(c.test_case("two", || Ok(()))?);
    Ok(())
}

/// Goes on after a case that fails.
#[workflow]
fn workflow_failing(c: Composition) -> Result<(), Error> {
    ensure!(c.test_case("first", || Ok(()))?);
    let passed = c.test_case("second", || {
        Err(Error::new("shop.empty", "nothing is left").with_detail("shelf", "3"))
    })?;
    ensure!(!passed);
    c.test_case("third", || {
        bail!("neither here");
    })?;
    ensure!(c.test_case("fourth", || Ok(()))?);
    println!("went on");
    Ok(())
}

/// Panics in a case.
#[workflow]
fn workflow_panics(c: Composition) -> Result<(), Error> {
    c.test_case("before", || Ok(()))?;
    c.test_case("in the middle", || panic!("a case panicked"))?;
    Ok(())
}

/// Fails in a nested workflow.
#[workflow]
fn workflow_nested(c: Composition) -> Result<(), Error> {
    let nested = c.workflow("failing", []);
    ensure!(
        matches!(&nested, Err(error) if error.code() == "test.failed"),
        "the nested workflow ended with {nested:?}"
    );
    // The same name again, in another workflow.
    ensure!(c.test_case("first", || Ok(()))?);
    Ok(())
}

/// Has cases with names that are refused.
#[workflow]
fn workflow_names(c: Composition) -> Result<(), Error> {
    c.test_case("x", || Ok(()))?;
    for name in ["", " ", "x", "two\nlines", &"y".repeat(201)] {
        let answer = c.test_case(name, || bail!("the body of {name:?} ran"));
        ensure!(
            matches!(&answer, Err(error) if error.code() == "argument.invalid"),
            "{name:?}: {answer:?}"
        );
    }
    Ok(())
}

/// Has more cases than are allowed.
#[workflow]
fn workflow_too_many(c: Composition) -> Result<(), Error> {
    for number in 0..=10_000 {
        c.test_case(&number.to_string(), || Ok(()))?;
    }
    bail!("there is no limit");
}
