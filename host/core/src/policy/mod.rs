//! What is granted, and the check that every request to the engine passes.
//!
//! `capability` is the table of what can be granted, `grants` what was, `file` a policy that an owner forces,
//! `ceiling` how much the composition as a whole may have, `decision` what is said to one thing that is asked for.

mod capability;
mod ceiling;
mod decision;
mod file;
mod grants;
mod rules;

pub use capability::{Capability, Row, Situation};
pub use ceiling::{Ceiling, DEFAULT_CPUS, DEFAULT_MEMORY, Load, MOST_CONTAINERS};
pub use decision::{Decision, Verdict, refusal};
pub use file::{PolicyFile, parse_cpus};
pub use grants::{EVERYTHING, Grants, Scope};
pub use rules::{Approved, Policy};
