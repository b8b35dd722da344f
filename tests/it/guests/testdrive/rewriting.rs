//! Results are written into files only where the user asked for it, and only into the composition's folder.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::{GUEST, ROOT};
use crate::harness::{Done, run};

const FAST: &str = "default-timeout=2s";

/// A root folder with a file that fails.
fn root(file: &str) -> (TempDir, String) {
    let root = tempfile::tempdir().unwrap();
    let original = fs::read_to_string(format!("../{ROOT}/fail/{file}")).unwrap();
    fs::write(root.path().join(file), &original).unwrap();
    (root, original)
}

fn up(root: &Path, flags: &[&str], file: &str) -> Done {
    run(GUEST, &["--root", &root.display().to_string()])
        .args(flags)
        .args(&["up", file, FAST])
        .done()
}

#[test]
fn results_are_rewritten_in_place() {
    let (folder, original) = root("rows.td");
    let path = folder.path().join("rows.td");
    up(folder.path(), &[], "*.td").exits(60);
    assert_eq!(fs::read_to_string(&path).unwrap(), original);

    up(folder.path(), &["--rewrite-results"], "*.td")
        .exits(0)
        .says("1 result rewritten")
        .says("1 rewritten");
    let rewritten = fs::read_to_string(&path).unwrap();
    assert_eq!(rewritten, original.replace("ropes", "rope"));
    up(folder.path(), &[], "*.td").exits(0);
}

#[test]
fn results_of_sqllogictest_are_rewritten_in_place() {
    let (folder, original) = root("rows.slt");
    up(folder.path(), &["--rewrite-results"], "*.slt").exits(0);
    let rewritten = fs::read_to_string(folder.path().join("rows.slt")).unwrap();
    assert_ne!(rewritten, original);
    up(folder.path(), &[], "*.slt").exits(0);
}

#[test]
fn nothing_is_written_through_a_link_that_leads_out() {
    let (outside, original) = root("rows.td");
    let inside = tempfile::tempdir().unwrap();
    let path = outside.path().join("rows.td");
    std::os::unix::fs::symlink(&path, inside.path().join("rows.td")).unwrap();
    up(inside.path(), &["--rewrite-results"], "rows.td")
        .exits(61)
        .says("no file of the composition's folder fits");
    assert_eq!(fs::read_to_string(&path).unwrap(), original);
}
