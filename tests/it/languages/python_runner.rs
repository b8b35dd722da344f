//! The runner for Python: beside the program, of another version, or made here.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::harness::{Installed, mzhost};

#[test]
fn a_runner_beside_the_program_is_used_and_needs_no_python() {
    let (program, folder, nothing) = (Installed::new(), composition(), nothing());
    let runner = shipped(&program);
    // The cache has the machine code. That nothing is made is seen from the file that runs.
    program
        .mzhost(&["inspect", path(folder.path())])
        .env("PATH", nothing.path())
        .done()
        .exits(0)
        .never_says("building")
        .says(path(&runner));
    program
        .mzhost(&["list", path(folder.path()), "--no-build"])
        .env("PATH", nothing.path())
        .done()
        .exits(0)
        .says("Says nothing.");
}

#[test]
fn a_runner_of_another_version_is_not_used_and_goes_when_one_is_made() {
    let (program, folder, nothing) = (Installed::new(), composition(), nothing());
    let runner = shipped(&program);
    let older = program.folder().join("mzhost-python-0123456789abcdef.wasm");
    fs::rename(&runner, &older).unwrap();
    program
        .mzhost(&["list", path(folder.path())])
        .env("PATH", nothing.path())
        .env("MZHOST_CACHE_DIR", nothing.path())
        .done()
        .exits(4)
        .says("python3 was not found: install Python 3.9 or later with venv")
        .says("building the runner for Python");
    assert_eq!(shipped(&program), runner);
    assert!(!older.exists());
}

#[test]
fn where_the_runner_cannot_be_written_the_place_is_named() {
    let program = Installed::new();
    let runner = shipped(&program);
    fs::remove_file(&runner).unwrap();
    // Root writes everywhere, but not over a folder.
    fs::create_dir_all(runner.join("full")).unwrap();
    program
        .mzhost(&["python-runner"])
        .done()
        .exits(50)
        .says(&format!("cannot write {}", runner.display()));
}

/// The runner that this program put beside itself.
fn shipped(program: &Installed) -> PathBuf {
    let done = program.mzhost(&["python-runner"]).done().exits(0);
    let runner = PathBuf::from(done.out.trim_end());
    assert_eq!(runner.parent(), Some(program.folder()));
    assert!(runner.is_file());
    runner
}

fn composition() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let source = "SERVICES = {}\n\ndef workflow_default(c):\n    \"Says nothing.\"\n";
    fs::write(folder.path().join("composition.py"), source).unwrap();
    // The machine code of the runner is in the cache after that, whatever file it is in.
    mzhost(&["list", path(folder.path())]).done().exits(0);
    fs::remove_dir_all(folder.path().join(".mzhost")).unwrap();
    folder
}

fn nothing() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}
