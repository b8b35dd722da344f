//! Builds that are ended in the middle; more of them, and a full disk, in `crash::builds`.

pub(super) use mzhost_test_artifacts::BUILDS_IMAGE as GUEST;

use crate::harness::run;

#[test]
fn a_build_that_is_interrupted_ends() {
    let root = tempfile::tempdir().unwrap();
    let root = format!("--root={}", root.path().display());
    let mut running = run(GUEST, &["--allow-build", &root, "--format=jsonl"]).start();
    running.wait_for("begun");
    running.signal("TERM");
    running.done().exits(143).leaves_nothing();
}
