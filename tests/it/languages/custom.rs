//! Compositions whose `mzhost.toml` names the command that makes the component.

use std::fs;

use tempfile::TempDir;

use crate::harness::{Done, mzhost};

/// A component with one workflow, in the language of components themselves.
const COMPONENT: &str = r#"(component
    (import "mzhost:composition/types@0.1.0" (instance $types
        (type $detail' (record (field "key" string) (field "value" string)))
        (export "detail" (type $detail (eq $detail')))
        (type $error' (record (field "code" string) (field "message" string) (field "service" (option string)) (field "details" (list $detail))))
        (export "error" (type $error (eq $error')))))
    (alias export $types "error" (type $error))
    (core module $m
        (memory (export "memory") 1)
        (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 4096)
        (func (export "services") (result i32) i32.const 16)
        (func (export "workflow") (param i32 i32) (result i32) i32.const 64)
        (data (i32.const 20) "\20\00\00\00\0c\00\00\00")
        (data (i32.const 32) "services: {}"))
    (core instance $i (instantiate $m))
    (func (export "services") (result (result string (error string)))
        (canon lift (core func $i "services") (memory $i "memory")))
    (func (export "workflow-default") (param "args" (list string)) (result (result (error $error)))
        (canon lift (core func $i "workflow") (memory $i "memory") (realloc (func $i "realloc")))))
"#;

const MAKE: &str = "[build]\ncommand = [\"sh\", \"make.sh\"]\ncomponent = \"out/x.wasm\"\n";

#[test]
fn the_command_makes_the_component_when_a_source_changed() {
    let folder = made_by("echo made >> log.txt; mkdir -p out; cp x.wasm.in out/x.wasm");
    let made = || {
        fs::read_to_string(folder.path().join("log.txt"))
            .unwrap()
            .lines()
            .count()
    };
    run(&folder).exits(0).says("(custom)");
    assert_eq!(made(), 1);
    run(&folder).exits(0).never_says("building");
    assert_eq!(
        made(),
        1,
        "what the command left beside the sources is no change"
    );
    fs::write(folder.path().join("more.txt"), "").unwrap();
    run(&folder).exits(0).says("building");
    assert_eq!(made(), 2);
    write(
        &folder,
        "mzhost.toml",
        &format!("{MAKE}sources = [\"make.sh\", \"src/**\"]\n"),
    );
    run(&folder).exits(0);
    write(&folder, "more.txt", "no source");
    run(&folder).exits(0).never_says("building");
    fs::create_dir(folder.path().join("src")).unwrap();
    write(&folder, "src/a.txt", "");
    run(&folder).exits(0).says("building");
    // The contract is there for the command to use.
    assert!(
        folder
            .path()
            .join(".mzhost/wit/deps/mzhost-composition/world.wit")
            .is_file()
    );
}

#[test]
fn mistakes_in_mzhost_toml_are_told() {
    let fails = |file: &str, says: &[&str]| {
        let folder = made_by("exit 0");
        write(&folder, "mzhost.toml", file);
        let done = run(&folder).exits(4);
        says.iter().fold(done, |done, text| done.says(text));
    };
    fails("[build", &["mzhost.toml is wrong"]);
    fails("", &["mzhost.toml is wrong", "missing field `build`"]);
    fails(
        &format!("{MAKE}folder = \"x\"\n"),
        &["unknown field `folder`", "folder = \"x\""],
    );
    fails(
        "[build]\ncommand = []\ncomponent = \"x\"\n",
        &["build.command names no program"],
    );
    fails(
        "[build]\ncommand = [\"no-such-program\", \"a\"]\ncomponent = \"x\"\n",
        &["no-such-program was not found, which build.command of mzhost.toml names"],
    );
    fails(
        &format!("{MAKE}sources = [\"[\"]\n"),
        &["a glob of build.sources is wrong"],
    );
    fails(
        &format!("{MAKE}sources = [\"absent/**\"]\n"),
        &["no file fits build.sources"],
    );
    fails(
        MAKE,
        &["out/x.wasm is not there, which build.component names"],
    );
}

#[test]
fn what_the_command_does_wrong_is_told() {
    run(&made_by("echo the reason >&2; echo more; exit 7"))
        .exits(4)
        .says("the command of mzhost.toml failed (exit status: 7): sh make.sh")
        .says("the reason")
        .says("more");
    run(&made_by("mkdir out; echo text > out/x.wasm"))
        .exits(4)
        .says("out/x.wasm, which the command of mzhost.toml made, is no component: it is no WebAssembly");
    run(&made_by(
        r"mkdir out; printf '\000asm\001\000\000\000' > out/x.wasm",
    ))
    .exits(4)
    .says("it is a core module, of which `wasm-tools component new` makes a component");
}

fn run(folder: &TempDir) -> Done {
    mzhost(&["run", folder.path().to_str().unwrap()]).done()
}

fn write(folder: &TempDir, name: &str, text: &str) {
    fs::write(folder.path().join(name), text).unwrap();
}

/// A folder whose script makes the component.
fn made_by(script: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "mzhost.toml", MAKE);
    write(&folder, "make.sh", script);
    fs::write(
        folder.path().join("x.wasm.in"),
        wat::parse_str(COMPONENT).unwrap(),
    )
    .unwrap();
    folder
}
