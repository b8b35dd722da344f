//! Services that depend on each other in a circle.

pub(super) use mzhost_test_artifacts::CYCLE as GUEST;

use crate::harness::run;

#[test]
fn a_circle_of_dependencies_is_shown() {
    run(GUEST, &[])
        .done()
        .exits(10)
        .says("services.cycle:")
        .says("egg -> nest -> hen -> egg")
        .leaves_nothing();
}
