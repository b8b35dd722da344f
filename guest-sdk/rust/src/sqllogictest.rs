//! Runs sqllogictest files (`.slt`), as [`testdrive`](crate::testdrive) runs `.td` files. Their variables are `$NAME`
//! after `control substitution on`; `system` records are refused.

use crate::bindings::mzhost::composition::{jobs, testdrive};
use crate::names::Names;
use crate::tests::{TestFiles, TestSource};

/// The `.slt` files whose path fits a glob, or one of several. One that fits no file is an error. Nothing happens before
/// `run` or `start`.
pub fn files(globs: impl Names) -> TestFiles {
    TestFiles::new(
        globs,
        testdrive::run_sqllogictest_files,
        jobs::sqllogictest_files,
    )
}

/// A text that is run as if it were an `.slt` file of this name. Nothing happens before `run`.
pub fn source(name: &str, text: &str) -> TestSource {
    TestSource::new(name, text, testdrive::run_sqllogictest_source)
}
