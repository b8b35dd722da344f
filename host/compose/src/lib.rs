//! Compose documents: parsing with exact errors, interpolation, the dependency graph.
//!
//! Knows neither Docker nor WebAssembly. [`parse`] turns text into a [`model::Document`], [`render`]
//! turns it back, [`Graph`] says in which order services start. [`merge()`] puts documents together by the rules of the
//! Compose specification, before their meaning is known.

mod build;
mod command;
mod depends_on;
mod document;
mod duration;
mod emit;
mod env_file;
mod error;
mod extension;
mod file_grants;
mod graph;
mod healthcheck;
mod hosts;
mod interpolate;
mod keys;
mod limits;
mod lists;
mod locator;
mod merge;
pub mod model;
mod mounts;
mod names;
mod networks;
mod node;
mod place;
mod ports;
mod references;
mod render;
mod render_service;
mod replacement;
mod scalars;
mod service;
mod size;
mod top_level;
mod yaml;

pub use document::{Parsed, mistake, parse};
pub use emit::emit;
pub use env_file::{EnvFileError, parse_env_file};
pub use error::{Error, Errors, Kind, Warning};
pub use graph::Graph;
pub use merge::{merge, merge_service};
pub use names::{did_you_mean, is_valid_name, listed};
pub use node::Node;
pub use render::render;
pub use replacement::{parse_replacement, replaced};
pub use size::parse as parse_size;
pub use yaml::read;
