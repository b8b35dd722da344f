//! The catalog as its users see it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "whatever goes wrong here fails a test, also in the functions that tests share"
)]

mod errors;
mod golden;
mod parameters;
mod sdk;

/// A service as JSON.
fn rendered(kind: &str, parameters: &str, overrides: &str) -> String {
    let kind = mzhost_catalog::find(kind).unwrap();
    let document = kind.render(parameters, overrides);
    document.unwrap_or_else(|error| panic!("{error}")).to_json()
}
