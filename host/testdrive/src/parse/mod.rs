//! From text to a [`Script`](crate::script::Script).

mod duration;
mod error;

pub use duration::duration;
pub use error::ParseError;

use crate::position::Source;
use crate::script::Script;

/// Parses a file. All errors are found, not only the first.
pub fn parse(source: Source) -> Result<Script, Vec<ParseError>> {
    Ok(Script {
        source,
        commands: Vec::new(),
    })
}
