//! A client of schema registries with Confluent's REST interface.

mod client;
mod references;
mod rest;

pub use client::{Client, Registered};
