//! What the toolchain for JavaScript finds in sources, and what mistakes in them look like.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::REPOSITORY;
use crate::harness::{CACHE, Done, mzhost};

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
    refused("export function workflowDefault( {}")
        .says("composition.js cannot be bundled")
        .says("composition.js:4:0");
    refused("import './missing.js';\nexport function workflowDefault() {}")
        .says("Could not resolve \"./missing.js\"");
    refused("console.log('early');\nexport function workflowDefault() {}")
        .says("the module calls mzhost outside of its functions");
    refused("export function other() {}").says("the composition has no workflow");
    refused("export function workflowAb() {}\nexport function workflow_ab() {}").says(
        "two functions are the workflow \"ab\": workflowAb (composition.js:3) and workflow_ab (composition.js:4)",
    );
}

#[test]
fn a_machine_without_node_is_told_what_to_install() {
    let folder = written(&format!("{NOTHING}export function workflowDefault() {{}}"));
    mzhost(&["list", folder.path().to_str().unwrap()])
        .env("PATH", folder.path())
        .env("MZHOST_CACHE_DIR", folder.path().join("cache"))
        .done()
        .exits(4)
        .says("npm was not found: install Node.js 20 or later with npm");
}

/// One component, as each costs seconds to compile.
#[test]
fn failures_in_javascript_are_told_with_their_place_and_randomness_follows_the_seed() {
    let source = "\
export function workflowService(c) { c.up('nobody'); }
export function workflowNull() { null.x; }
export function workflowText() { throw 'a text'; }
export async function workflowLater() {}
export function workflowRandom() { console.log('random', Math.random(), Math.random()); }
";
    let folder = written(&format!("{NOTHING}{source}"));
    let path = folder.path().to_str().unwrap();
    let run = |workflow: &str, exit: i32| mzhost(&["run", path, workflow]).done().exits(exit);
    run("service", 12)
        .says("service.unknown")
        .says("nobody")
        .says("at workflowService (composition.js:3:");
    run("null", 1)
        .says("TypeError: cannot read property 'x' of null")
        .says("at workflowNull (composition.js:4:");
    run("text", 1).says("thrown: a text");
    run("later", 1).says("workflowLater is asynchronous");

    let random = |seed: &str| {
        let done = mzhost(&["run", path, "random", "--seed", seed])
            .done()
            .exits(0);
        let text = done.to_string();
        let line = text
            .lines()
            .find(|line| line.contains("| random "))
            .unwrap();
        line.to_owned()
    };
    assert_eq!(random("1"), random("1"));
    assert_ne!(random("1"), random("2"));
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
    run("export const SERVICES = [{ services: {} }, { 'x-mzhost': { wants: { nett: true } } }];\nexport function workflowDefault() {}\n")
        .exits(9)
        .says("x-mzhost.wants.nett: unknown key (did you mean \"net\"?)");
}

/// What is said of a source that cannot be built.
fn refused(source: &str) -> Done {
    let folder = written(&format!("{NOTHING}{source}\n"));
    let path = folder.path().to_str().unwrap();
    mzhost(&["list", path]).done().exits(4)
}

fn written(source: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("composition.js"), source).unwrap();
    folder
}
