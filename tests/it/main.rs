//! The behaviour of the whole program, as a process against a real Docker engine.
//!
//! `guests` has a module for each folder of `tests/guests`; the other modules are about a part of the program.

mod builds;
mod command_line;
mod components;
mod engine_down;
mod guests;
mod harness;
mod project;
mod reports;
mod workflows;
