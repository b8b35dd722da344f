//! Test files (`.td`, `.slt`) as the rest of mzhost sees them: what happens in them as events, how they went as a fault.

mod outcome;
mod told;

pub use outcome::{invalid, result};
pub use told::Told;
