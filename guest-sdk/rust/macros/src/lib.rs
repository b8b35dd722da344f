//! The attribute macros of `mzhost-guest`, which re-exports them. Nobody else calls them.
//!
//! Each attribute keeps the author's function as it is and puts a private module beside it that holds a world
//! of its own with one export. The linker merges the worlds into the component's.

mod services;
mod workflow;

use proc_macro::TokenStream;

/// Makes a function a workflow.
///
/// `fn workflow_simple_test(c: Composition) -> Result<(), Error>` is run as `simple-test`: the prefix is taken
/// off and `_` becomes `-`. A second parameter `args: Vec<String>` takes the arguments of the command line.
/// The doc comment is the description. `#[workflow(hidden)]` leaves it out of `mzhost list`.
#[proc_macro_attribute]
pub fn workflow(attribute: TokenStream, item: TokenStream) -> TokenStream {
    workflow::expand(attribute.into(), item.into()).into()
}

/// Makes a function the declaration of the services; a composition has exactly one.
///
/// It takes no parameters and returns `Services`, the text of a Compose document, or a `Result` of one of them.
/// While it runs, only `log` and `variables` answer.
#[proc_macro_attribute]
pub fn services(attribute: TokenStream, item: TokenStream) -> TokenStream {
    services::expand(attribute.into(), item.into()).into()
}

/// The folder with the WIT package, as `wit_bindgen::generate!` reads it in the author's crate.
const WIT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/wit");
