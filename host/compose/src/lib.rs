//! Compose documents: parsing with exact errors, interpolation, the dependency graph.
//!
//! Knows neither Docker nor WebAssembly.

pub mod model;
