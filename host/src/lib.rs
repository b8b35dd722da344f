//! The WebAssembly side of mzhost and its command line.

mod bindings;
pub mod guest;
mod imports;
pub mod project;
