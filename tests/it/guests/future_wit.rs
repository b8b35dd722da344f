//! A component for a later version of the WIT package.

pub(super) use mzhost_test_artifacts::FUTURE_WIT as GUEST;

use crate::harness::run;

#[test]
fn a_component_for_another_version_is_told_both_versions() {
    run(GUEST, &[])
        .done()
        .exits(6)
        .says("component.version: the component was built for mzhost:composition 9.0.0")
        .says("this host offers 0.1.x")
        .leaves_nothing();
}
