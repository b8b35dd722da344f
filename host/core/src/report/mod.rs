//! What people and programs get to see of a run: consumers of its events. Nothing else prints.
//!
//! The command line picks the consumers and gives each the place to write to; a new format is a file here.

mod ending;
pub mod jsonl;
pub mod junit;
mod last_lines;
mod live;
pub mod problems;
pub mod style;
pub mod terminal;
mod test_file;
pub mod text;
mod title;
mod xml;

pub use jsonl::JsonLines;
pub use junit::JUnit;
pub use problems::Problems;
pub use style::{Style, Verbosity};
pub use terminal::Terminal;

#[cfg(test)]
mod tests;
