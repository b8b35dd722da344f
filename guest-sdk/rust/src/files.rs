//! Test data in the composition's own folder, read-only. Paths are relative to it.

use crate::bindings::mzhost::composition::files;
use crate::bindings::mzhost::composition::types::Data;
use crate::error::Error;

pub use files::FoundFiles;

/// The content of a file, at most 16 MiB.
pub fn read(path: &str) -> Result<Data, Error> {
    files::read(path).map_err(Error::from_wit)
}

/// The whole content of a UTF-8 file; an error when it is longer than the host returns.
pub fn read_text(path: &str) -> Result<String, Error> {
    read(path)?.into_text()
}

/// `length` bytes from byte `offset`. Offsets from 2^53 on are refused by the host.
pub fn read_part(path: &str, offset: u64, length: u32) -> Result<Data, Error> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "no file is as long as the first number that a double cannot hold"
    )]
    files::read_part(path, offset as f64, length).map_err(Error::from_wit)
}

/// The files whose path fits a glob (`*`, `?`, `[a-z]`, `{a,b}`, `**` for folders), sorted.
pub fn find(glob: &str) -> Result<FoundFiles, Error> {
    files::find(glob).map_err(Error::from_wit)
}
