//! Write mzhost workflows in Rust.
//!
//! A composition is a crate with `crate-type = ["cdylib"]`: one function under [`macro@services`] declares what
//! runs in containers, and each function under [`macro@workflow`] is a test that drives them.
//!
//! ```
//! use mzhost_guest::{Composition, Error, Service, Services, ensure, services, workflow};
//!
//! #[services]
//! fn services() -> Services {
//!     Services::new().service(
//!         Service::new("db")
//!             .image("postgres:15")
//!             .env("POSTGRES_PASSWORD", "secret")
//!             .port(5432),
//!     )
//! }
//!
//! /// The server answers.
//! #[workflow]
//! fn workflow_default(c: Composition) -> Result<(), Error> {
//!     c.up(["db"])?;
//!     let db = c.sql("db").password("secret").connect()?;
//!     let one: i64 = db.query("select $1::int8", &[&1])?.value()?;
//!     ensure!(one == 1, "the server says {one}");
//!     Ok(())
//! }
//! # fn main() {}
//! ```
//!
//! `mzhost run DIR default` builds the crate for `wasm32-wasip2` and runs the workflow. `println!`, `dbg!`
//! and panics show up in its output.

mod bindings;
mod cases;
pub mod catalog;
mod command;
mod composition;
mod error;
pub mod files;
pub mod http;
mod job;
pub mod log;
mod names;
mod overrides;
mod service;
mod services;
pub mod sql;
pub mod sqllogictest;
pub mod testdrive;
mod tests;
mod text;
mod value;
pub mod variables;

pub use bindings::mzhost::composition::composition::{
    Address, ContainerState, ExitStatus, ResourceUsage,
};
pub use bindings::mzhost::composition::testdrive::Summary;
pub use bindings::mzhost::composition::types::{Data, Execution, Text};
pub use command::{Command, InContainer, OneOff};
pub use composition::Composition;
pub use error::{Context, Error};
pub use job::{Job, JobState, Outcome};
pub use mzhost_guest_macros::services;
/// ```compile_fail,E0308
/// # use mzhost_guest::{Error, Services, workflow};
/// #[workflow]
/// fn workflow_default(wrong: Services) -> Result<(), Error> {
///     Ok(())
/// }
/// # fn main() {}
/// ```
pub use mzhost_guest_macros::workflow;
pub use names::Names;
pub use overrides::Override;
pub use service::{Condition, Healthcheck, Service};
pub use services::{Declare, IntoDocument, Services};
pub use tests::{TestFiles, TestSource};
pub use value::Value;

/// What the macros' code refers to. Not for use by hand; it may change at any time.
#[doc(hidden)]
pub mod __private {
    pub use wit_bindgen;

    pub use crate::bindings::mzhost::composition::types;
    use crate::{Composition, Error};

    /// The composition that a workflow gets.
    pub fn composition() -> Composition {
        Composition::new()
    }

    /// A workflow's result in the form that crosses to the host.
    pub fn outcome(result: Result<(), Error>) -> Result<(), types::Error> {
        // A component has no end of its process that would write what `print!` left without a line end.
        drop(std::io::Write::flush(&mut std::io::stdout()));
        result.map_err(Error::into_wit)
    }
}
