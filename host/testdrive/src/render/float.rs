//! Floating-point numbers: the shortest text that reads back the same, never with an exponent.

use std::fmt::Display;
use std::str::FromStr;

/// Writes a number of type `F` anew.
pub(super) fn render<F: FromStr + Display>(text: &str) -> String {
    text.parse::<F>()
        .map_or_else(|_| text.to_owned(), |number| number.to_string())
}
