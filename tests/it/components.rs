//! Files that are no composition.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use crate::attacks::section::COMPONENTS;
use crate::harness::{mzhost, run};

#[test]
fn a_core_module_is_told_to_become_a_component() {
    let module = wat::parse_str(r#"(module (func (export "workflow-default")))"#).unwrap();
    invalid(&module, "a core module", "this is a core module");
}

#[test]
fn random_bytes_are_no_component() {
    let bytes: Vec<u8> = (0..4096_u32)
        .map(|n| u8::try_from(n.wrapping_mul(2_654_435_761) >> 24).unwrap())
        .collect();
    invalid(
        &bytes,
        "random bytes",
        "the file is not a WebAssembly component",
    );
}

#[test]
fn an_empty_file_is_no_component() {
    invalid(b"", "an empty file", "the file is empty");
}

#[test]
fn half_a_component_is_no_component() {
    let whole = fs::read(mzhost_test_artifacts::PANICS).unwrap();
    invalid(
        &whole[..whole.len() / 2],
        "half a component",
        "the component is damaged",
    );
}

#[test]
fn a_component_without_workflows_says_what_it_lacks() {
    let component = wat::parse_str("(component)").unwrap();
    let (_folder, file) = file_with(&component);
    run(&file, &[])
        .done()
        .exits(8)
        .says("the composition has: none")
        .leaves_nothing();
    mzhost(&["config", &file])
        .done()
        .exits(7)
        .says("exports no function services (in Rust: a function under #[services]): its world must include mzhost:composition/base");
}

#[test]
fn a_path_that_leads_nowhere_is_named() {
    mzhost(&["run", "no/such/folder"])
        .done()
        .exits(3)
        .says("project.missing")
        .says("no/such/folder");
}

#[test]
fn a_folder_of_compositions_names_them() {
    mzhost(&["list", "workflows"])
        .done()
        .exits(3)
        .says("workflows/postgres-smoke");
}

fn invalid(bytes: &[u8], attack: &str, message: &str) {
    let (_folder, file) = file_with(bytes);
    run(&file, &[])
        .done()
        .exits(5)
        .attack(COMPONENTS, attack, &format!("component.invalid: {message}"))
        .leaves_nothing();
    mzhost(&["list", &file]).done().exits(5).says(message);
}

fn file_with(bytes: &[u8]) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let file: PathBuf = folder.path().join("test.wasm");
    fs::write(&file, bytes).unwrap();
    let file = file.to_str().unwrap().to_owned();
    (folder, file)
}
