//! Named test cases.

use crate::bindings::mzhost::composition::tests;
use crate::error::Error;

/// Runs a test case and tells how it ended; whether it passed.
pub(crate) fn run(name: &str, body: impl FnOnce() -> Result<(), Error>) -> Result<bool, Error> {
    let case = tests::start_case(name).map_err(Error::from_wit)?;
    let result = body();
    let passed = result.is_ok();
    let told = match result {
        Ok(()) => case.passed(),
        Err(error) => case.failed(&error.into_wit()),
    };
    told.map_err(Error::from_wit)?;
    Ok(passed)
}
