//! `mzhost new`, `build` and `compile`: from nothing to a component that can be passed on, in every language.

use std::fs;

use tempfile::TempDir;

use crate::harness::mzhost;

/// A composition that was begun, and ran.
pub(super) fn begun(language: &str) -> (TempDir, String) {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join(format!("my-{language}"));
    let path = folder.to_str().unwrap().to_owned();
    mzhost(&["new", &path, "--lang", language])
        .done()
        .exits(0)
        .says("README.md")
        .says(&format!("mzhost run {path}"));
    mzhost(&["list", &path])
        .done()
        .exits(0)
        .says("default    The service answers");
    mzhost(&["run", &path])
        .done()
        .exits(0)
        .says("it runs commands  test case passed")
        .says("its files survive when it is killed  test case passed");
    mzhost(&["run", &path, "echo", "hello", "you"])
        .done()
        .exits(0)
        .says("| hello you");
    (parent, path)
}

#[test]
fn a_new_composition_in_javascript_runs_as_it_is() {
    begun("javascript");
}

#[test]
fn a_new_composition_in_python_runs_as_it_is() {
    begun("python");
}

#[test]
fn a_new_composition_in_go_runs_as_it_is() {
    begun("go");
}

#[test]
fn a_new_composition_in_c_runs_as_it_is() {
    begun("c");
}

#[test]
fn what_was_begun_in_typescript_can_be_passed_on() {
    let (parent, path) = begun("typescript");
    let shipped = parent.path().join("shipped.wasm");
    let shipped = shipped.to_str().unwrap();
    mzhost(&["build", &path, "--output", shipped])
        .done()
        .exits(0)
        .answers(&format!("{shipped}\n"));
    fs::remove_dir_all(&path).unwrap();
    mzhost(&["list", shipped]).done().exits(0).says("echo");
    mzhost(&["run", shipped, "echo", "from afar"])
        .done()
        .exits(0)
        .says("| from afar");
}

#[test]
fn nothing_is_begun_where_something_is() {
    let parent = tempfile::tempdir().unwrap();
    fs::write(parent.path().join("mine"), "").unwrap();
    let path = parent.path().to_str().unwrap();
    mzhost(&["new", path, "--lang", "rust"])
        .done()
        .exits(2)
        .says("is not an empty folder: choose another name");
    mzhost(&["new", "x", "--lang", "cobol"])
        .done()
        .exits(2)
        .says("[possible values: rust,");
    mzhost(&["build", "/nowhere"])
        .done()
        .exits(3)
        .says("there is no composition at /nowhere");
}

#[test]
fn a_component_is_compiled_once() {
    let cache = tempfile::tempdir().unwrap();
    let cache = cache.path().to_str().unwrap();
    let guest = mzhost_test_artifacts::OUTPUT;
    let compile = || {
        mzhost(&["compile", guest, "--cache-dir", cache])
            .done()
            .exits(0)
    };
    compile().says("compiled in").answers(&format!("{guest}\n"));
    compile().never_says("compiled in");
    mzhost(&["build", guest])
        .done()
        .exits(2)
        .says("`mzhost compile` fills the cache");
}
