//! HTTP requests to services.

pub(super) use mzhost_test_artifacts::HTTP as GUEST;

use crate::harness::run;

#[test]
fn requests_are_answered_and_their_secrets_not_told() {
    run(GUEST, &["default", "--format", "jsonl"])
        .done()
        .exits(0)
        .says(r#""op":"http-request""#)
        .never_says("not-to-be-told")
        // Both in base64.
        .never_says("bm90LXRvLWJlLXRvbGQ")
        .never_says("eyJzZWNyZXQiOiAi")
        .leaves_nothing();
}

#[test]
fn what_cannot_be_sent_or_is_not_answered_is_an_error_that_says_why() {
    run(GUEST, &["wrong"]).done().exits(0).leaves_nothing();
}
