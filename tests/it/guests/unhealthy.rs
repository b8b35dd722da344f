//! A service that never becomes healthy.

pub(super) use mzhost_test_artifacts::UNHEALTHY as GUEST;

use crate::harness::run;

#[test]
fn an_unhealthy_service_is_explained() {
    run(GUEST, &[])
        .done()
        .exits(19)
        .says(r#"service.unhealthy: service "cold" is not ready"#)
        .says("probe      command /bin/sh -c echo 'still warming up'; exit 1")
        .says("tries      ")
        .says("| still warming up")
        .says("| exit code 1")
        .says("needed-by  waits -> cold")
        .leaves_nothing();
}
