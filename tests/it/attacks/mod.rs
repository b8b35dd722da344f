//! Hostile guests and inputs: what they try, and what they get. Every attack is a row of `docs/attacks.md`, which the
//! tests write: see [`row`], and "How to add an attack" in CONTRIBUTING.md.
//!
//! Tests elsewhere have rows, too: where a guest of `tests/guests` was there before, its test says so.

mod answers;
mod attempts;
mod calls;
mod component;
mod documents;
mod exports;
mod guest;
mod handles;
mod malformed;
mod mutant;
mod names;
mod others;
mod page;
mod paths;
pub(crate) mod section;
mod terminal;

pub(crate) use page::row;
