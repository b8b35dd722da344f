//! Tests of whole documents.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests may fail"
)]

mod accepted;
mod refused;
mod robust;

use mzhost_compose::model::Document;
use mzhost_compose::{Errors, parse, render};

/// Parses with no variable granted.
pub(crate) fn parsed(text: &str) -> Result<Document, Errors> {
    parse(text, &|_| None).map(|parsed| parsed.document)
}

/// Parses what is right, and checks that rendering and parsing again gives the same.
pub(crate) fn good(text: &str) -> Document {
    let document = parsed(text).unwrap_or_else(|errors| panic!("{text}\n{errors}"));
    let rendered = render(&document);
    match parsed(&rendered) {
        Ok(again) => assert_eq!(again, document, "{rendered}"),
        Err(errors) => panic!("{rendered}\n{errors}"),
    }
    document
}

/// The whole error text of a document.
pub(crate) fn bad(text: &str) -> String {
    match parsed(text) {
        Ok(document) => panic!("no error in {text}\n{document:?}"),
        Err(errors) => errors.to_string(),
    }
}
