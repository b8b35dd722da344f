//! Tar archives: what goes into containers and builds, and one file out of a container.

mod ignore;
mod pack;
mod unpack;

pub use ignore::Ignore;
pub use pack::{Archive, ArchiveError, digest, joined};
pub use unpack::FirstFile;
