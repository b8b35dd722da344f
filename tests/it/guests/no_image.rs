//! A service whose image nobody has.

pub(super) use mzhost_test_artifacts::NO_IMAGE as GUEST;

use crate::harness::run;

#[test]
fn an_image_that_does_not_exist_is_named_with_its_service() {
    run(GUEST, &["--allow-pull=mzhost.invalid"])
        .done()
        .exits(15)
        .says(r#"image.missing: the image mzhost.invalid/none:1 of service "ghost""#)
        .leaves_nothing();
}
