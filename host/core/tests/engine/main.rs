//! What the library does with a real engine and a real PostgreSQL server.
//!
//! Each test has a stage of its own (see `stage.rs`): an engine, a root folder and a project, all of which are
//! cleaned up whatever happens. A play on it is a run whose operations are performed as a guest's are.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "whatever goes wrong here fails the test, also in the functions that it uses"
)]

mod build;
mod cleanup;
mod commands;
mod dialer;
mod gate;
mod gate_held;
mod health;
mod logs;
mod one_off;
mod play;
mod remote;
mod restarts;
mod server;
mod sql;
mod sql_faults;
mod sql_types;
mod stage;
mod subnets;
mod tls;
mod uploads;

use std::error::Error;

/// What tests return: the first problem.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;
