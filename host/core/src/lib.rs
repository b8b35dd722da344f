//! The part of mzhost that knows Docker and SQL, and neither WebAssembly nor a command line.

pub mod archive;
pub mod code;
pub mod crash;
pub mod credentials;
pub mod dialer;
pub mod engine;
pub mod event;
pub mod fault;
pub mod ids;
pub mod image_map;
pub mod journal;
pub mod lines;
pub mod operation;
pub mod outputs;
pub mod owner;
pub mod perform;
pub mod policy;
pub mod report;
pub mod root;
pub mod run;
pub mod run_folder;
pub mod sql;
pub mod testdrive;
pub mod time_limit;
pub mod title;

pub use mzhost_testdrive::mask;
