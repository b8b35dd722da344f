//! From what the user names, a folder or a file, to the bytes of a component. Used by every subcommand that takes DIR.

mod dep_info;
mod language;
mod locate;
mod prebuilt;
mod rust;
mod unmarked;

pub use language::{Built, Language, Progress};
pub use locate::{Project, locate};
