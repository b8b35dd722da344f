//! What is granted, and the check that every request to the engine passes.
//!
//! `capability` is the table of what can be granted, `grants` what was, `file` a policy that an owner forces,
//! `ceiling` how much the composition as a whole may have, `wants` what a component says that it wants, `decision` what is said to one thing that is asked for.

mod capability;
mod ceiling;
mod decision;
mod file;
mod grants;
mod rules;
mod wants;

pub use capability::{Capability, Row, Situation};
pub use ceiling::{
    COMPONENT_DISK, Ceiling, DEFAULT_CPUS, DEFAULT_MEMORY, Load, MOST_CONTAINERS, Maximum,
};
pub use decision::{Decision, Verdict, flags, refusal};
pub use file::{PolicyFile, parse_cpus};
pub use grants::{EVERYTHING, Grants, Scope};
pub use rules::{Approved, Policy};
pub use wants::Wants;
