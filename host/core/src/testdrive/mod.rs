//! Test files (`.td`, `.slt`) as the rest of mzhost sees them: what happens in them as events, how they went as a fault.

mod outcome;
mod replace;
mod told;

pub use outcome::{invalid, result};
pub use replace::replace;
pub use told::Told;
