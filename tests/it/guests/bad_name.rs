//! A service whose name would lead elsewhere in a URL.

pub(super) use mzhost_test_artifacts::BAD_NAME as GUEST;

use crate::harness::run;

#[test]
fn a_service_name_that_is_a_path_is_refused() {
    run(GUEST, &[])
        .done()
        .exits(11)
        .says(r#"name.invalid: services["../volumes/x"]: the name "../volumes/x" is not allowed"#)
        .leaves_nothing();
}
