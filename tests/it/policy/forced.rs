//! A policy file that an owner forces, and `--no-build`.

use std::fs;

use tempfile::TempDir;

use super::declaring;
use crate::harness::mzhost;

const DOCUMENT: &str =
    "services: {box: {image: 'debian:bookworm-slim', command: [sleep, infinity], init: true,
    volumes: ['/usr/share:/s:ro'], cap_add: [NET_ADMIN]}}";

/// A policy file of this text, and the folder that it lives in.
pub(super) fn policy(text: &str) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ci.yaml");
    fs::write(&file, text).unwrap();
    let file = file.display().to_string();
    (folder, file)
}

#[test]
fn a_forced_policy_grants_what_it_lists_and_flags_cannot_widen_it() {
    let (_folder, file) = policy("env: [DOCUMENT]\nbind: [/usr]\ncap: [NET_ADMIN]\n");
    let forced = |flags: &[&str]| {
        declaring(DOCUMENT, flags)
            .env("MZHOST_POLICY", &file)
            .done()
    };
    drop(forced(&[]).exits(0).leaves_nothing());
    drop(
        forced(&["--allow-bind=/usr/lib"])
            .exits(33)
            .says("--allow-bind=/usr/share")
            .leaves_nothing(),
    );
    let (_folder, file) = policy("env: [DOCUMENT]\nbind: [/usr]\n");
    declaring(DOCUMENT, &["--policy", &file, "--allow-cap", "ALL"])
        .done()
        .exits(33)
        .says("cap NET_ADMIN: a Linux capability, which the policy")
        .says("ci.yaml does not list")
        .leaves_nothing();
}

#[test]
fn a_mistake_in_a_policy_names_file_and_key() {
    let (_folder, file) = policy("bnid: [/usr]\n");
    declaring(DOCUMENT, &["--policy", &file])
        .done()
        .exits(2)
        .says("ci.yaml: bnid: unknown key (did you mean \"bind\"?)");
}

/// A folder whose guest was never built.
fn unbuilt() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let manifest = "[package]\nname = \"stranger\"\nversion = \"0.1.0\"\n[lib]\ncrate-type = [\"cdylib\"]\n[workspace]\n";
    fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
    fs::create_dir(folder.path().join("src")).unwrap();
    fs::write(folder.path().join("src/lib.rs"), "").unwrap();
    // Would be run by a build.
    fs::write(
        folder.path().join("build.rs"),
        "fn main() { std::fs::write(\"built\", \"\").unwrap(); }",
    )
    .unwrap();
    folder
}

#[test]
fn a_folder_is_not_built_where_that_is_forbidden() {
    let folder = unbuilt();
    let path = folder.path().display().to_string();
    mzhost(&["list", &path, "--no-build"])
        .done()
        .exits(33)
        .says("build-guest")
        .says("--no-build");
    let (_folder, file) = policy("build: true\n");
    mzhost(&["list", &path, "--policy", &file])
        .done()
        .exits(33)
        .says("ci.yaml does not list");
    assert!(!folder.path().join("built").exists());
}
