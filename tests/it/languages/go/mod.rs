//! What Go's toolchain finds in sources, and what mistakes in them look like.

mod failures;
mod sdk;

use std::fs;
use std::os::unix::fs::PermissionsExt;

use tempfile::TempDir;

use crate::harness::mzhost;

const MODULE: &str =
    "module my-tests\n\ngo 1.24\n\nrequire mzhost v0.0.0\n\nreplace mzhost => ./.mzhost/sdk\n";
/// Six lines, so that what is added begins in line 7.
const NOTHING: &str = "package composition\n\nimport \"mzhost\"\n\nfunc Services() mzhost.Services { return mzhost.Services{mzhost.Compose(\"services: {}\")} }\n\n";
const PASSES: &str = "func WorkflowDefault(c *mzhost.Composition) error { return nil }\n";

#[test]
fn workflows_in_go_are_listed_with_their_comments_and_built_when_sources_change() {
    let folder = written(&format!(
        "{NOTHING}// WorkflowSayHello says hello.\nfunc WorkflowSayHello(c *mzhost.Composition, args []string) error {{ return nil }}\n\n\
         // Is not shown.\n//\n//mzhost:hidden\nfunc Workflow_secret(c *mzhost.Composition) error {{ return nil }}\n\
         func workflowLost(c *mzhost.Composition) error {{ return nil }}\n"
    ));
    let path = folder.path().to_str().unwrap();
    mzhost(&["list", path, "--all"])
        .done()
        .exits(0)
        .says("say-hello   Says hello.")
        .says("secret      Is not shown.")
        .says("composition.go:14: the function workflowLost is no workflow: begin its name with `Workflow`");
    let component = || fs::read(folder.path().join(".mzhost/composition.wasm")).unwrap();
    let first = component();
    write(&folder, "notes.txt", "");
    write(&folder, "composition_test.go", "package composition\n");
    mzhost(&["list", path])
        .done()
        .exits(0)
        .never_says("secret")
        .never_says("build");

    // The lines for editors are missing, and there is an embedded file.
    write(&folder, "go.mod", "module my-tests\n\ngo 1.24\n");
    let embeds =
        "package composition\n\nimport _ \"embed\"\n\n//go:embed notes.txt\nvar Notes string\n";
    write(&folder, "notes.go", embeds);
    let build = || mzhost(&["list", path]).done().exits(0);
    build()
        .says("building")
        .says("add the lines `require mzhost v0.0.0` and `replace mzhost => ./.mzhost/sdk`");
    write(&folder, "notes.txt", "changed");
    build().says("building");

    // As it was in the beginning, to the byte.
    fs::remove_file(folder.path().join("notes.go")).unwrap();
    write(&folder, "go.mod", MODULE);
    build().says("building");
    assert!(first == component(), "two builds differ");
}

#[test]
fn mistakes_in_go_are_told_with_their_place() {
    let told = |source: &str, says: &[&str]| {
        let folder = written(&format!("{NOTHING}{source}\n"));
        tells(&folder, says);
    };
    told(
        "func WorkflowDefault(c *mzhost.Composition) error {",
        &["composition.go:7:53: expected '}'"],
    );
    told(
        &format!("import \"my-tests/missing\"\n{PASSES}"),
        &[
            "composition.go:7:1",
            "imports must appear before other declarations",
        ],
    );
    told(
        "func WorkflowDefault(c *mzhost.Composition) error { return missing }",
        &[
            "cannot be compiled",
            "./composition.go:7:60: undefined: missing",
        ],
    );
    told(
        "func Other() {}",
        &[
            "the composition has no workflow",
            "func WorkflowDefault(c *mzhost.Composition) error",
        ],
    );
    told(
        "func WorkflowDefault(c mzhost.Composition) {}",
        &[
            "composition.go:7: `func WorkflowDefault(c mzhost.Composition)` cannot be a workflow: \
             write `func WorkflowDefault(c *mzhost.Composition) error` \
             or `func WorkflowDefault(c *mzhost.Composition, args []string) error`",
        ],
    );
    told(
        "func WorkflowAB(c *mzhost.Composition) error { return nil }\nfunc Workflow_ab(c *mzhost.Composition) error { return nil }",
        &[
            "two functions are the workflow \"ab\": WorkflowAB (composition.go:7) and Workflow_ab (composition.go:8); rename one",
        ],
    );

    let other = |go_mod: &str, source: &str, says: &[&str]| {
        let folder = written(source);
        write(&folder, "go.mod", go_mod);
        tells(&folder, says);
    };
    let imports = format!(
        "package composition\n\nimport (\n\t\"mzhost\"\n\t_ \"example.org/missing\"\n)\n\nfunc Services() mzhost.Services {{ return nil }}\n{PASSES}"
    );
    other(
        MODULE,
        &imports,
        &["composition.go:5:2: no required module provides package example.org/missing"],
    );
    let no_services = format!("package composition\n\nimport \"mzhost\"\n\n{PASSES}");
    other(
        MODULE,
        &no_services,
        &["declares no services: write `func Services() mzhost.Services { … }`"],
    );
    let variable = format!("{no_services}\nvar Services = mzhost.Services{{}}\n");
    other(
        MODULE,
        &variable,
        &["composition.go:7: Services is a variable"],
    );
    let wrong = format!("{no_services}\nfunc Services(x int) mzhost.Services {{ return nil }}\n");
    other(
        MODULE,
        &wrong,
        &["composition.go:7: `func Services(x int) mzhost.Services` cannot declare the services"],
    );
    let program = format!("{NOTHING}{PASSES}").replace("package composition", "package main");
    other(
        MODULE,
        &program,
        &["composition.go:1: a composition is no program"],
    );
    other("go 1.24\n", NOTHING, &["go.mod names no module"]);
    other("module mzhost\n", NOTHING, &["is that of the SDK"]);
    let folder = written(NOTHING);
    fs::remove_file(folder.path().join("go.mod")).unwrap();
    tells(
        &folder,
        &[
            "composition.go needs a go.mod beside it",
            "replace mzhost => ./.mzhost/sdk",
        ],
    );
}

#[test]
fn go_that_is_missing_or_too_old_is_told() {
    let folder = written(&format!("{NOTHING}{PASSES}"));
    let path = folder.path().to_str().unwrap();
    let programs = tempfile::tempdir().unwrap();
    let list = || {
        mzhost(&["list", path])
            .env("PATH", programs.path())
            .done()
            .exits(4)
    };
    list().says("go was not found: install Go 1.24 or later");
    let old = programs.path().join("go");
    fs::write(&old, "#!/bin/sh\necho go version go1.19.8 linux/amd64\n").unwrap();
    fs::set_permissions(&old, fs::Permissions::from_mode(0o755)).unwrap();
    list().says("go version go1.19.8 linux/amd64 is too old: install Go 1.24 or later");
}

fn tells(folder: &TempDir, says: &[&str]) {
    let mut done = mzhost(&["list", folder.path().to_str().unwrap()])
        .done()
        .exits(4);
    for text in says {
        done = done.says(text);
    }
}

fn written(source: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "go.mod", MODULE);
    write(&folder, "composition.go", source);
    folder
}

fn write(folder: &TempDir, name: &str, content: &str) {
    fs::write(folder.path().join(name), content).unwrap();
}
