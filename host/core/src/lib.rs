//! The part of mzhost that knows Docker and SQL, and neither WebAssembly nor a command line.

pub mod archive;
pub mod code;
pub mod dialer;
pub mod engine;
pub mod event;
pub mod fault;
pub mod lines;
pub mod operation;
pub mod perform;
pub mod policy;
pub mod sql;
