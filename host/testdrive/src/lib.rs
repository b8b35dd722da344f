//! testdrive (`.td`) and sqllogictest (`.slt`) files: parsing, running, reporting, rewriting.
//!
//! This crate knows neither WebAssembly nor Docker. What files may reach comes in through [`Access`]; what
//! happens goes out through [`Observe`].

pub mod access;
pub mod actions;
pub mod avro;
pub mod check;
pub mod compare;
pub mod context;
pub mod diff;
pub mod failure;
pub mod http;
pub mod isolation;
pub mod kafka;
pub mod mask;
pub mod observe;
pub mod options;
pub mod parse;
pub mod position;
pub mod postgres;
pub mod print;
pub mod regex_mask;
pub mod render;
pub mod retry;
pub mod rewrite;
pub mod run;
pub mod schema_registry;
pub mod script;
pub mod secrets;
pub mod slt;
pub mod sql;
pub mod variables;

pub use access::Access;
pub use observe::Observe;
pub use options::Options;
