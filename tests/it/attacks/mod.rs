//! Hostile guests and inputs: what they try, and what they get. Every attack is a row of `docs/attacks.md`, which the
//! tests write: see [`row`], and "How to add an attack" in CONTRIBUTING.md.
//!
//! Tests elsewhere have rows, too: where a guest of `tests/guests` was there before, its test says so.

mod component;
mod exports;
mod handles;
mod page;
pub(crate) mod section;

pub(crate) use page::row;
