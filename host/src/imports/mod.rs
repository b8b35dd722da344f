//! The WIT imports of guests: each call becomes an `Operation`, passes the one `Perform` and comes back as a
//! WIT result. Conversions and defaults only; `guest` links it, and WIT types stop here.

mod bridge;
mod catalog;
mod composition;
mod convert;
mod files;
mod http;
pub(crate) mod jobs;
mod log;
pub(crate) mod overrides;
pub(crate) mod sql;
mod testdrive;
pub(crate) mod tests;
mod variables;

pub(crate) use bridge::Bridge;
