//! `>`, `!` and `?`: statements on the main connection.

mod explain;
mod fails;
mod query;
mod scalar;
mod session;
mod shim;
mod statement;

pub use explain::explain;
pub use fails::fails;
pub use query::query;
pub use scalar::{guard, scalar_bool, scalar_text};
