//! Services that many compositions need: Kafka, a schema registry, databases.
//!
//! Each is a builder with the parameters of the catalog, and goes to [`Services::service`](crate::Services::service) as a
//! [`Service`](crate::Service) of one's own does. `mzhost catalog` lists them.
//!
//! ```
//! use mzhost_guest::{Services, catalog, services};
//!
//! #[services]
//! fn services() -> Services {
//!     Services::new()
//!         .service(catalog::Kafka::new().auto_create_topics(true))
//!         .service(catalog::SchemaRegistry::new())
//!         .service(catalog::Postgres::new().with(|service| service.env("TZ", "UTC")))
//! }
//! # fn main() {}
//! ```

mod entry;
#[expect(
    clippy::doc_markdown,
    reason = "generated from the catalog, whose texts are for readers of other languages, too"
)]
mod services;

use crate::bindings::mzhost::composition::catalog;
use crate::error::Error;
use crate::names::Names;

pub(crate) use entry::{Entry, entry};
pub use services::*;

/// The names of all services of the catalog, sorted.
pub fn kinds() -> Vec<String> {
    catalog::kinds()
}

/// A Compose document as JSON text, with one service of the catalog. `parameters` and `overrides` are JSON maps, or empty:
/// the service's parameters, and keys of a Compose service that are laid over it.
///
/// The error is `argument.invalid` for a service or parameter that does not exist, and for a value that a parameter does
/// not take.
pub fn service(kind: &str, parameters: &str, overrides: &str) -> Result<String, Error> {
    catalog::service(kind, parameters, overrides).map_err(Error::from_wit)
}

/// Puts Compose documents, each a YAML or JSON text, together by the merge rules of the Compose specification.
///
/// The error is `argument.invalid` for a text that is no document.
pub fn merge(documents: impl Names) -> Result<String, Error> {
    catalog::merge(&documents.into_names()).map_err(Error::from_wit)
}
