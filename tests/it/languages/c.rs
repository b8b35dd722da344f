//! What is made of sources in C, and what mistakes in them look like.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tempfile::TempDir;

use super::REPOSITORY;
use crate::harness::{Done, mzhost};

const NOTHING: &str = "#include <mzhost.h>\nMZ_SERVICES(\"services: {}\")\n";

#[test]
fn every_function_of_the_sdk_calls_the_host() {
    let folder = written(include_str!("c/calls.c"));
    run(&folder, &["default", "a", "ü"])
        .exits(0)
        .says("every call answered")
        .never_says("warning: composition.c");
    run(&folder, &["bad-case"])
        .exits(60)
        .says("2 of 2 test cases failed: a bad case, another");
    run(&folder, &["containers"]).exits(0).leaves_nothing();
    list(&folder)
        .exits(0)
        .says("default      Every call.")
        .never_says("child");
}

/// One component for all, because each needs no more than to run.
#[test]
fn a_failure_says_where_it_happened() {
    let folder = written(include_str!("c/failures.c"));
    let fails = |workflow: &str, exit: i32, says: &[&str]| {
        let done = run(&folder, &[workflow]).exits(exit);
        says.iter().fold(done, |done, text| done.says(text));
    };
    fails(
        "error",
        12,
        &[
            "service.unknown: in round 3: there is no service \"nobody\"",
            "helper at composition.c:9: mz_up(\"nobody\")",
            "workflow_error at composition.c:14: helper()",
        ],
    );
    fails(
        "ensure",
        1,
        &[
            "not true: args.count == 7",
            "workflow_ensure at composition.c:19",
        ],
    );
    fails("message", 1, &["workflow.failed: 0 arguments"]);
    fails(
        "raise",
        1,
        &["shop.out-of-stock: no anvils", "left", "service    shop"],
    );
    fails(
        "silent",
        1,
        &["workflow_silent returned false, and nothing failed before"],
    );
    fails(
        "abort",
        31,
        &[
            "the guest panicked: abort() was called",
            "workflow_abort at composition.c:36",
        ],
    );
    fails(
        "exit",
        31,
        &[
            "exited instead of returning",
            "exit(4) was called",
            "workflow_exit at composition.c:40",
        ],
    );
    fails(
        "assert",
        31,
        &[
            "the guest panicked: assertion failed: args.count == 7 (composition.c:44, in workflow_assert)",
        ],
    );
    fails(
        "null-write",
        31,
        &["the guest panicked: a pointer that is NULL is used (composition.c:57:17)"],
    );
    fails(
        "null-in-library",
        1,
        &["workflow_null_in_library wrote through a pointer that is NULL"],
    );
    fails(
        "bounds",
        31,
        &["an array has no element 4 (composition.c:68:"],
    );
    fails(
        "division",
        31,
        &["a number is divided by zero, or the result is too large (composition.c:74:"],
    );
    fails(
        "deep",
        31,
        &["stack overflowed", "deep at composition.c:80"],
    );
    fails(
        "null-name",
        31,
        &[
            "NULL was given where a text must be",
            "workflow_null_name at composition.c:90",
        ],
    );
    fails("memory", 40, &["memory allocation of 1000001 bytes failed"]);
}

#[test]
fn mistakes_in_c_are_told_with_their_place() {
    let fails = |source: &str, says: &str| {
        list(&written(source)).exits(4).says(says);
    };
    fails(
        &format!("{NOTHING}\nint workflow_default(int x) {{ return x; }}\n"),
        "composition.c:4:1: error: static_assert failed \"workflow_default is no workflow: it must be \
         `bool workflow_default(mz_list args)` or `bool workflow_default(void)`\"",
    );
    fails(
        &format!("{NOTHING}bool workflow_default(void) {{\n    return true\n}}\n"),
        "composition.c:4:16: error: expected ';' after return statement",
    );
    fails(
        &format!("{NOTHING}bool workflow_default(void) {{\n"),
        "composition.c:3:30: error: expected '}'",
    );
    fails(
        "#include \"missing.h\"\nbool workflow_default(void) { return true; }\n",
        "composition.c:1:10: fatal error: 'missing.h' file not found",
    );
    fails(
        &format!("{NOTHING}bool workflow_default(void) {{\n    MZ_TRY(mz_down());\n}}\n"),
        "composition.c:5:1: error: non-void function does not return a value",
    );
    fails(
        &format!("{NOTHING}bool gone(void);\nbool workflow_default(void) {{ return gone(); }}\n"),
        "error: composition.c: undefined symbol: gone",
    );
    fails(
        &format!(
            "{NOTHING}bool workflow_default(void) {{ return mz_map_get(MZ_MAP(\"a\"), \"a\"); }}\n"
        ),
        "names and values come in pairs: one is missing",
    );
    fails(
        NOTHING,
        "composition.c has none, such as `bool workflow_default(mz_list args) { … }`",
    );
    fails(
        &format!(
            "{NOTHING}bool workflow_ab(void) {{ return true; }}\nbool workflowAb(void) {{ return true; }}\n"
        ),
        "two functions are the workflow \"ab\": workflow_ab (composition.c:3) and workflowAb (composition.c:4)",
    );
}

#[test]
fn mistakes_in_the_services_in_c_are_told() {
    let fails = |services: &str, says: &str| {
        let source = format!(
            "#include <mzhost.h>\n{services}\nbool workflow_default(void) {{ return true; }}\n"
        );
        run(&written(&source), &[]).exits(9).says(says);
    };
    fails("", "composition.c declares no services: MZ_SERVICES(");
    fails(
        "MZ_SERVICES(mz_catalog_one_off())",
        "one-off needs the parameter \"name\"",
    );
    fails(
        "MZ_SERVICES(mz_volume(\"a\"), mz_catalog_service(\"toxiproxi\", NULL, NULL))",
        "did you mean \"toxiproxy\"",
    );
    fails(
        "MZ_SERVICES(mz_volume(\"a\"), \"x-mzhost: {wants: {nett: true}}\")",
        "x-mzhost.wants.nett: unknown key (did you mean",
    );
    fails(
        "const char *services(void) { MZ_FAIL(\"set %s\", \"FOO\"); }",
        "set FOO",
    );
}

/// Other sources and headers are part of it, and a build is done again when one changes.
#[test]
fn all_sources_of_the_folder_make_the_component_and_its_bytes_do_not_depend_on_the_place() {
    let source = format!(
        "#include \"parts/helper.h\"\n{NOTHING}/** Says it. */\nbool workflow_default(void) {{ int unused; return helper(); }}\n\
         static bool workflow_lost(void) {{ return true; }}\nbool uses(void) {{ return workflow_lost(); }}\n"
    );
    let make = || {
        let folder = written(&source);
        fs::create_dir(folder.path().join("parts")).unwrap();
        let helper = "#include <mzhost.h>\n#include <stdio.h>\n#include \"helper.h\"\n\nbool helper(void) { return puts(TEXT \" in \" __FILE__) >= 0; }\n\
                      bool workflow_elsewhere(void) { return true; }\n";
        fs::write(folder.path().join("parts/helper.c"), helper).unwrap();
        fs::write(
            folder.path().join("parts/helper.h"),
            "#include <stdbool.h>\n#define TEXT \"one\"\nbool helper(void);\n",
        )
        .unwrap();
        folder
    };
    let (folder, other) = (make(), make());
    for folder in [&folder, &other] {
        run(folder, &[])
            .exits(0)
            .says("building")
            .says("one in parts/helper.c")
            .says("composition.c:5:35: unused variable 'unused'")
            .says("composition.c:6: the function workflow_lost is no workflow: it is `static`")
            .says("parts/helper.c:6: the function workflow_elsewhere is no workflow: workflows are in composition.c");
    }
    let component =
        |folder: &TempDir| fs::read(folder.path().join(".mzhost/composition.wasm")).unwrap();
    assert!(component(&folder) == component(&other), "two builds differ");
    list(&folder)
        .exits(0)
        .never_says("building")
        .says("unused variable");
    fs::write(
        folder.path().join("parts/helper.h"),
        "#include <stdbool.h>\n#define TEXT \"two\"\nbool helper(void);\n",
    )
    .unwrap();
    run(&folder, &[])
        .exits(0)
        .says("building")
        .says("two in parts/helper.c");
}

#[test]
fn a_toolchain_that_is_not_installed_is_named_with_the_command_that_installs_it() {
    let folder = written(&format!(
        "{NOTHING}bool workflow_default(void) {{ return true; }}\n"
    ));
    let path = folder.path().to_str().unwrap();
    mzhost(&["list", path])
        .env("PATH", "")
        .done()
        .exits(4)
        .says("clang was not found: install clang 14 or later")
        .says("apt-get install clang lld wasi-libc libclang-rt-14-dev-wasm32");
    let lacks = |script: &str, says: &str| {
        let clang = folder.path().join("clang.sh");
        fs::write(
            &clang,
            format!("#!/bin/sh\n{script}\nexec clang $more \"$@\"\n"),
        )
        .unwrap();
        fs::set_permissions(&clang, fs::Permissions::from_mode(0o755)).unwrap();
        let done = mzhost(&["list", path])
            .env("MZHOST_CLANG", &clang)
            .env("MZHOST_CACHE_DIR", folder.path().join(".cache"));
        done.done().exits(4).says(says);
    };
    lacks("more=--sysroot=/nonexistent", "apt-get install wasi-libc");
    lacks(
        "mkdir -p .rd; ln -sfn $(clang -print-resource-dir)/include .rd/include; more=\"-resource-dir $PWD/.rd\"",
        "apt-get install libclang-rt-14-dev-wasm32",
    );
    // As clang says it; it would find a linker beside itself.
    lacks(
        "case \"$*\" in *reactor*) echo 'error: unable to execute command: Executable \"wasm-ld-14\" doesn'\"'\"'t exist!' >&2; exit 1;; esac",
        "apt-get install lld",
    );
}

/// The example of the documentation is not run: its image is made up.
#[test]
fn the_example_of_the_documentation_can_be_built() {
    let document = fs::read_to_string(Path::new(REPOSITORY).join("docs/c.md")).unwrap();
    let example = document.split("```c\n").nth(1).unwrap();
    let folder = written(example.split("```").next().unwrap());
    list(&folder)
        .exits(0)
        .says("default    The server answers.")
        .never_says("warning:");
}

fn list(folder: &TempDir) -> Done {
    mzhost(&["list", folder.path().to_str().unwrap()]).done()
}

fn run(folder: &TempDir, rest: &[&str]) -> Done {
    mzhost(&["run", folder.path().to_str().unwrap()])
        .args(rest)
        .done()
}

fn written(source: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("composition.c"), source).unwrap();
    folder
}
