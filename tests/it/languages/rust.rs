//! A new composition in Rust, and what mistakes in it look like. One crate for all, as its dependencies take half a minute to compile.

use std::fs;
use std::path::Path;

use super::new::begun;
use crate::harness::{Done, mzhost};

/// How a source begins that is right so far.
const RIGHT: &str = "use mzhost_guest::*;
#[services]
fn services() -> Services { Services::new() }
";
const WORKFLOW: &str = "#[workflow]
fn workflow_default(_: Composition) -> Result<(), Error> { Ok(()) }
";

#[test]
fn a_new_composition_in_rust_runs_as_it_is_and_mistakes_are_told() {
    let (_parent, path) = begun("rust");
    the_lock_file_is_that_of_cargo(&path);

    built(
        &path,
        &format!("{RIGHT}#[workflow]\nfn workflow_default(c: u32) {{}}\n"),
    )
    .exits(4)
    .says("src/lib.rs:5:");
    built(&path, &format!("{RIGHT}fn ( {{\n"))
        .exits(4)
        .says("unclosed delimiter")
        .says("src/lib.rs:4:");
    built(&path, &format!("{RIGHT}use nothing::at_all;\n"))
        .exits(4)
        .says("unresolved import `nothing`")
        .says("src/lib.rs:4:");

    run(
        &path,
        &format!("use mzhost_guest::*;\n{WORKFLOW}"),
        "default",
    )
    .exits(7)
    .says("exports no function services (in Rust: a function under #[services])");
    let panics = RIGHT.replace("Services::new()", "panic!(\"as asked for\")");
    run(&path, &format!("{panics}{WORKFLOW}"), "default")
        .exits(31)
        .says("the guest panicked: as asked for (src/lib.rs:3:");

    let failing = WORKFLOW.replace("Ok(())", "assert_eq!(1, 2, \"sums\"); Ok(())");
    let leaving = WORKFLOW
        .replace("Ok(())", "std::process::exit(3)")
        .replace("_default", "_exit");
    let both = format!("{RIGHT}{failing}{leaving}");
    run(&path, &both, "default")
        .exits(31)
        .says("assertion `left == right` failed: sums; left: 1; right: 2 (src/lib.rs:5:");
    run(&path, &both, "exit")
        .exits(31)
        .says("the guest exited instead of returning from its workflow");

    fs::write(Path::new(&path).join("src/lib.rs"), RIGHT).unwrap();
    mzhost(&["list", &path])
        .env("PATH", "/nowhere")
        .done()
        .exits(4)
        .says("cargo was not found: install Rust with rustup");
}

fn the_lock_file_is_that_of_cargo(path: &str) {
    let lock = fs::read_to_string(Path::new(path).join("Cargo.lock")).unwrap();
    let template = include_str!("../../../guest-sdk/rust/template/Cargo.lock");
    let sorted = |text: &str| {
        let mut packages: Vec<String> = text
            .split("\n\n")
            .map(|one| one.trim().to_owned())
            .collect();
        packages.sort();
        packages
    };
    assert_eq!(
        sorted(&lock),
        sorted(&template.replace("{{name}}", "my-rust")),
        "the template's lock file is not what cargo makes of it: copy the packages of the first to the second"
    );
}

/// What is said of a crate with this source.
fn built(path: &str, source: &str) -> Done {
    fs::write(Path::new(path).join("src/lib.rs"), source).unwrap();
    mzhost(&["list", path]).done()
}

fn run(path: &str, source: &str, workflow: &str) -> Done {
    fs::write(Path::new(path).join("src/lib.rs"), source).unwrap();
    mzhost(&["run", path, workflow]).done()
}
