//! A guest that reads the files of its folder.

pub(super) use mzhost_test_artifacts::FILES as GUEST;

use crate::harness::run;

#[test]
fn a_component_reads_its_root_and_nothing_else() {
    run(GUEST, &["--root", "tests/guests/files"])
        .done()
        .exits(0)
        .leaves_nothing();
}

#[test]
fn without_a_root_the_error_names_the_flag() {
    run(GUEST, &[])
        .done()
        .exits(23)
        .says("a component has no root folder; name one with `--root DIR`")
        .leaves_nothing();
}
