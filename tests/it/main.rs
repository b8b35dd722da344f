//! The behaviour of the whole program, as a process against a real Docker engine.
//!
//! `guests` has a module for each folder of `tests/guests`; the other modules are about a part of the program.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "whatever goes wrong here fails a test, also in the functions that tests share"
)]

mod attacks;
mod builds;
mod cdc;
mod command_line;
mod compat;
mod components;
mod crash;
mod engine_down;
mod guests;
mod harness;
mod kept;
mod languages;
mod network;
mod policy;
mod project;
mod registry;
mod reports;
mod testdrive;
mod workflows;
