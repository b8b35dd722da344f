//! What the user granted to the composition. Works in `services` too.

use crate::bindings::mzhost::composition::variables;

/// The value of an environment variable that the user granted with `--allow-env NAME`.
pub fn get(name: &str) -> Option<String> {
    variables::get(name)
}

/// The run's seed, from which all randomness follows.
pub fn seed() -> String {
    variables::seed()
}

/// The project's name, which prefixes all container names.
pub fn project() -> String {
    variables::project()
}
