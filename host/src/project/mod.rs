//! From what the user names, a folder or a file, to the bytes of a component. Used by every subcommand that takes DIR.

mod c;
mod c_source;
mod clang;
mod comments;
mod core_module;
mod custom;
mod dep_info;
mod found;
mod go;
mod javascript;
mod language;
mod locate;
mod prebuilt;
mod python;
mod python_runner;
mod rust;
mod rust_sdk;
mod site;
mod template;
mod tool;
mod unmarked;
mod workshop;

pub use language::{Built, Language};
pub use locate::{Project, locate};
pub use python_runner::{PYTHON_RUNNER, ship_python_runner, shipped_python_runner};
pub use template::{Template, begin};
pub use workshop::{Progress, Workshop};
