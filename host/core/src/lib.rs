//! The part of mzhost that knows Docker and SQL, and neither WebAssembly nor a command line.

pub mod code;
pub mod event;
pub mod fault;
pub mod operation;
pub mod perform;
pub mod time_limit;
pub mod title;
