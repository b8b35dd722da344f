//! Runs `.td` files, which mzhost itself understands: no container is needed for them.
//!
//! Names of servers in them mean the composition's services. Files are found in the composition's own folder.
//!
//! ```no_run
//! # use std::time::Duration;
//! # use mzhost_guest::{Error, testdrive};
//! # fn workflow() -> Result<(), Error> {
//! testdrive::files("*.td")
//!     .var("table", "orders")
//!     .timeout(Duration::from_secs(60))
//!     .jobs(4)
//!     .run()?;
//! testdrive::source("inline.td", "> select 1\n1\n").run()?;
//! # Ok(())
//! # }
//! ```

use crate::bindings::mzhost::composition::{jobs, testdrive};
use crate::names::Names;
use crate::tests::{TestFiles, TestSource};

/// The `.td` files whose path fits a glob: `"*.td"`, or several, `["a/*.td", "b/**/*.td"]`. One that fits no file is an
/// error. Nothing happens before `run` or `start`.
pub fn files(globs: impl Names) -> TestFiles {
    TestFiles::new(globs, testdrive::run_testdrive_files, jobs::testdrive_files)
}

/// A text that is run as if it were a `.td` file of this name. Nothing happens before `run`.
pub fn source(name: &str, text: &str) -> TestSource {
    TestSource::new(name, text, testdrive::run_testdrive_source)
}
