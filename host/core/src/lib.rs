//! The part of mzhost that knows Docker and SQL, and neither WebAssembly nor a command line.

pub mod code;
pub mod event;
pub mod fault;
pub mod ids;
pub mod journal;
pub mod operation;
pub mod owner;
pub mod perform;
pub mod report;
pub mod root;
pub mod run_folder;
