//! SQL over the PostgreSQL protocol: one thread per connection owns the blocking client.

mod connection;
mod forward;
mod statement;
mod whole;
mod worker;

pub use connection::{Connection, SqlLimits};
