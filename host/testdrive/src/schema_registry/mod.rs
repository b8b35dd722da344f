//! A client of schema registries with Confluent's REST interface.

mod client;
mod references;
mod rest;

pub use client::{Client, Registered};
pub use references::MOST_REFERENCES;
pub use rest::LARGEST_ANSWER;
