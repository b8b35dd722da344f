//! Folders with a guest crate are built when their sources changed, and only then.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::harness::{Done, mzhost};

/// The folder of this repository.
const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

const SOURCE: &str = r"
use mzhost_guest::{Composition, Error, Services, services, workflow};

#[services]
fn services() -> Services {
    Services::new()
}

/// The first description.
#[workflow]
fn workflow_default(_: Composition) -> Result<(), Error> {
    Ok(())
}
";

#[test]
fn a_folder_is_built_when_its_sources_changed_and_only_then() {
    const BUILDING: &str = "build";

    let folder = guest(SOURCE);
    list(&folder)
        .exits(0)
        .says("The first description.")
        .says(BUILDING);
    list(&folder)
        .exits(0)
        .says("The first description.")
        .never_says(BUILDING);

    let changed = SOURCE.replace("first", "second");
    fs::write(folder.path().join("src/lib.rs"), changed).unwrap();
    list(&folder)
        .exits(0)
        .says("The second description.")
        .says(BUILDING);

    // A new time alone is a change.
    let source = fs::File::options()
        .append(true)
        .open(folder.path().join("src/lib.rs"))
        .unwrap();
    source.set_modified(std::time::SystemTime::now()).unwrap();
    list(&folder).exits(0).says(BUILDING);

    let broken = SOURCE.replace("Ok(())", "nonsense()");
    fs::write(folder.path().join("src/lib.rs"), broken).unwrap();
    list(&folder)
        .exits(4)
        .says("build.failed")
        .says("cannot find function `nonsense`")
        .says("src/lib.rs:12:5");
    mzhost(&["run", folder.path().to_str().unwrap()])
        .env("CARGO_TARGET_DIR", target())
        .done()
        .exits(4)
        .says("build.failed: cargo could not build")
        .says("cannot find function `nonsense`");
}

fn list(folder: &TempDir) -> Done {
    mzhost(&["list", folder.path().to_str().unwrap()])
        .env("CARGO_TARGET_DIR", target())
        .done()
}

/// The guests' dependencies are compiled there already.
fn target() -> String {
    let component = Path::new(mzhost_test_artifacts::PANICS);
    let guests = component.ancestors().nth(3).unwrap();
    guests.parent().unwrap().display().to_string()
}

/// A crate in a folder of its own, outside of any workspace.
fn guest(source: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let manifest = format!(
        r#"
[package]
name = "it-build"
version = "0.1.0"
edition = "2024"

[lib]
crate-type = ["cdylib"]

[dependencies]
mzhost-guest = {{ path = "{REPOSITORY}/guest-sdk/rust" }}

[workspace]

[profile.guest]
inherits = "release"
opt-level = "s"
strip = "debuginfo"
lto = false
"#
    );
    fs::create_dir(folder.path().join("src")).unwrap();
    fs::write(folder.path().join("src/lib.rs"), source).unwrap();
    fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
    // The versions that are there.
    let lock = Path::new(REPOSITORY).join("Cargo.lock");
    fs::copy(lock, folder.path().join("Cargo.lock")).unwrap();
    folder
}
