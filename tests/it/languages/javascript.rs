//! What the toolchain for JavaScript finds in sources, and what mistakes in them look like.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::REPOSITORY;
use crate::harness::{CACHE, mzhost};

const NOTHING: &str = "import { service } from 'mzhost';\nexport const SERVICES = {};\n";

/// The SDK's own sources and the composition in TypeScript have no mistake in their types.
#[test]
fn the_types_of_the_sdk_fit() {
    // Builds, so the toolchain and the SDK are there.
    mzhost(&["list", "test/postgres-smoke-typescript"])
        .done()
        .exits(0);
    let toolchains = Path::new(CACHE).join("toolchains");
    let folders = fs::read_dir(toolchains)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let compilers = folders.map(|folder| folder.join("node_modules/typescript/bin/tsc"));
    let compiler = compilers
        .filter(|compiler| compiler.is_file())
        .max()
        .unwrap();
    for project in [
        "guest-sdk/javascript",
        "workflows/postgres-smoke-typescript",
    ] {
        let checked = Command::new("node")
            .arg(&compiler)
            .arg("-p")
            .arg(Path::new(REPOSITORY).join(project))
            .output()
            .unwrap();
        assert!(
            checked.status.success(),
            "{project}: {}",
            String::from_utf8_lossy(&checked.stdout)
        );
    }
}

#[test]
fn workflows_in_javascript_are_listed_with_their_comments() {
    let source = format!(
        "{NOTHING}/** Says hello. */\nexport function workflow_say_hello() {{}}\n\n\
         /**\n * Is not shown.\n * @hidden\n */\nexport const workflowSecret = () => {{}};\nfunction workflowLost() {{}}\n"
    );
    let folder = written(&source);
    let path = folder.path().to_str().unwrap();
    mzhost(&["list", path, "--all"])
        .done()
        .exits(0)
        .says("say-hello   Says hello.")
        .says("secret      Is not shown.")
        .says("composition.js:11: the function workflowLost is no workflow without `export`");
    mzhost(&["list", path])
        .done()
        .exits(0)
        .never_says("secret")
        .never_says("build");
}

#[test]
fn mistakes_in_javascript_are_told_with_their_place() {
    fails(
        "export function workflowDefault( {}",
        4,
        &["composition.js cannot be bundled", "composition.js:4:0"],
    );
    fails(
        "import './missing.js';\nexport function workflowDefault() {}",
        4,
        &["Could not resolve \"./missing.js\""],
    );
    fails(
        "export function other() {}",
        4,
        &["the composition has no workflow"],
    );
    fails(
        "export function workflowAb() {}\nexport function workflow_ab() {}",
        4,
        &[
            "two functions are the workflow \"ab\": workflowAb (composition.js:3) and workflow_ab (composition.js:4)",
        ],
    );
    fails(
        "export function workflowDefault(c) { c.up('nobody'); }",
        12,
        &["service.unknown", "nobody"],
    );
    fails(
        "export function workflowDefault() { null.x; }",
        1,
        &["TypeError: cannot read property 'x' of null", "traceback"],
    );
    fails(
        "export function workflowDefault() { throw 'a text'; }",
        1,
        &["thrown: a text"],
    );
    fails(
        "export async function workflowDefault() {}",
        1,
        &["workflowDefault is asynchronous"],
    );
}

#[test]
fn mistakes_in_the_services_are_told() {
    let run = |source: &str| {
        let folder = written(source);
        let path = folder.path().to_str().unwrap();
        mzhost(&["run", path]).done()
    };
    run("export function workflowDefault() {}\n")
        .exits(9)
        .says("exports no SERVICES");
    run("import { catalog } from 'mzhost';\nexport const SERVICES = [catalog.toxiproxy({ prot: 1 })];\nexport function workflowDefault() {}\n")
        .exits(9)
        .says("toxiproxy has no parameter \"prot\" (did you mean \"port\"?)");
    run("export const SERVICES = () => { throw new Error('as asked for'); };\nexport function workflowDefault() {}\n")
        .exits(9)
        .says("as asked for");
}

fn fails(source: &str, exit: i32, says: &[&str]) {
    let folder = written(&format!("{NOTHING}{source}\n"));
    let path = folder.path().to_str().unwrap();
    let mut done = mzhost(&["run", path]);
    if source.contains("workflowAb") {
        done = mzhost(&["list", path]);
    }
    let mut done = done.done().exits(exit);
    for text in says {
        done = done.says(text);
    }
}

fn written(source: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("composition.js"), source).unwrap();
    folder
}
