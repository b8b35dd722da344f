//! Actions and arguments that do not exist.

use crate::parse::ParseError;
use crate::script::Script;

/// Checks names of actions and arguments.
pub fn check(script: &Script) -> Vec<ParseError> {
    let _ = script;
    Vec::new()
}
