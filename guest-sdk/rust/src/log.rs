//! Messages for the person who watches the run. Standard output and standard error are shown too.

use crate::bindings::mzhost::composition::log;

/// Shown with `--verbose` only.
pub fn debug(message: impl AsRef<str>) {
    log::debug(message.as_ref());
}

/// An ordinary message.
pub fn info(message: impl AsRef<str>) {
    log::info(message.as_ref());
}

/// Something that may be a problem.
pub fn warn(message: impl AsRef<str>) {
    log::warn(message.as_ref());
}

/// Something that is a problem; the workflow goes on.
pub fn error(message: impl AsRef<str>) {
    log::error(message.as_ref());
}
