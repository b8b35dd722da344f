//! What Python finds in sources, and what mistakes in them look like.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use super::{REPOSITORY, calls_of};
use crate::harness::{CACHE, Done, mzhost};

const NOTHING: &str = "from mzhost import *\nSERVICES = {}\n";
const DEFAULT: &str = "def workflow_default(c):\n";

/// The SDK's own sources, and compositions that use all of it, have no mistake in their types.
#[test]
fn the_types_of_the_sdk_fit() {
    // The toolchain is there after that.
    mzhost(&["list", "test/postgres-smoke-python"])
        .done()
        .exits(0);
    let sdk = Path::new(REPOSITORY).join("guest-sdk/python");
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python-types");
    let bindings = out.join("bindings");
    let _ = fs::remove_dir_all(&bindings);
    fs::create_dir_all(&bindings).unwrap();
    if !out.join("venv/bin/mypy").is_file() {
        ran(Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(out.join("venv")));
        ran(Command::new(out.join("venv/bin/python"))
            .args(["-m", "pip", "install", "--quiet", "--require-hashes", "-r"])
            .arg(sdk.join("toolchain/types.txt")));
    }
    let toolchains = fs::read_dir(Path::new(CACHE).join("toolchains")).unwrap();
    let tools = toolchains.map(|entry| entry.unwrap().path().join("venv/bin/componentize-py"));
    let tool = tools.filter(|tool| tool.is_file()).max().unwrap();
    ran(Command::new(tool)
        .args(["--world", "mzhost:composition/runner", "--wit-path"])
        .arg(Path::new(REPOSITORY).join("wit"))
        .arg("bindings")
        .arg(&bindings));
    let path = format!("{}:{}", bindings.display(), sdk.join("src").display());
    let mypy = |what: &[&str], strict: &[&str]| {
        ran(Command::new(out.join("venv/bin/mypy"))
            .current_dir(REPOSITORY)
            .env("MYPYPATH", &path)
            .args(["--config-file=", "--python-version=3.14", "--cache-dir"])
            .arg(out.join("cache"))
            .args(strict)
            .args(what));
    };
    mypy(&["-p", "mzhost"], &["--strict"]);
    mypy(
        &["test/postgres-smoke-python/composition.py"],
        &["--strict"],
    );
    mypy(&["guest-sdk/python/template/composition.py"], &["--strict"]);
    mypy(&["tests/it/languages/python_calls.py"], &[]);
}

#[test]
fn every_call_of_the_sdk_does_its_work() {
    let folder = written(include_str!("python_calls.py"));
    mzhost(&["run", path(&folder), "default", "--round", "7"])
        .done()
        .exits(0)
        .says("begins")
        .says("test case passed in")
        .leaves_nothing();
}

#[test]
fn workflows_in_python_are_listed_with_their_docstrings() {
    let source = format!(
        "{NOTHING}raise ValueError('list runs nothing')\n@hidden\ndef workflow_secret(c):\n    \"Is not shown.\"\n\
         def workflow_say_hello(c, *words):\n    \"\"\"\n    Says hello.\n    \"\"\"\n\
         def workflowLost(c): pass\ndef workflow(c): pass\nif True:\n    def workflow_inner(c): pass\n"
    );
    let folder = written(&source);
    mzhost(&["list", path(&folder), "--all"])
        .done()
        .exits(0)
        .says("say-hello   Says hello.")
        .says("secret      Is not shown.")
        .says("composition.py:11: the function workflowLost is no workflow; name it workflow_lost")
        .says("composition.py:12: the function workflow is no workflow; name it workflow_default")
        .says("composition.py:14: the function workflow_inner is no workflow inside of something else");
    mzhost(&["list", path(&folder)])
        .done()
        .exits(0)
        .never_says("secret")
        .never_says("build");
}

#[test]
fn mistakes_in_python_are_told_with_their_place() {
    let wrong = |source: &str, says: &[&str]| {
        fails(source, 9, says);
    };
    wrong(
        "def workflow_default(c:\n",
        &[
            "composition.py:3: SyntaxError: '(' was never closed",
            "    def workflow_default(c:\n",
            "^",
        ],
    );
    wrong(
        "import helper",
        &[
            "helper.py:1: SyntaxError",
            "line 3, in <module>",
            "import helper",
        ],
    );
    wrong(
        "import requests",
        &[
            "No module named 'requests'",
            "python3 -m pip install --target . requests",
        ],
    );
    wrong(
        "x = 1",
        &[
            "has no workflow: composition.py has no function such as def workflow_default(c: Composition",
        ],
    );
    wrong(
        "def workflow_default():\n    pass",
        &["composition.py:3: workflow_default takes (): a workflow takes the composition"],
    );
    wrong(
        "def workflow_default(c, a, b):\n    pass",
        &["workflow_default takes (c, a, b)"],
    );
    wrong(
        "async def workflow_default(c):\n    pass",
        &["workflow_default is asynchronous"],
    );
    wrong(
        "def workflow_a_b(c): pass\ndef workflow_a__b(c): pass",
        &[
            "two functions are the workflow \"a-b\": workflow_a_b (composition.py:3) and workflow_a__b (composition.py:4); rename one",
        ],
    );
}

#[test]
fn what_goes_wrong_in_a_workflow_is_told_with_its_place() {
    let wrong = |body: &str, says: &[&str]| fails(&format!("{DEFAULT}    {body}"), 1, says);
    wrong(
        "None.x",
        &[
            "AttributeError: 'NoneType' object has no attribute 'x'",
            "File \"composition.py\", line 4, in workflow_default",
            "None.x",
        ],
    )
    .never_says("mzhost/_entry.py");
    wrong(
        "assert c.workflows == 5",
        &["the assertion failed: c.workflows == 5"],
    );
    wrong(
        "assert False, 'as asked for'",
        &["the assertion failed: as asked for"],
    );
    wrong(
        "import sys; print('last', end=''); sys.exit(4)",
        &[
            "| last",
            "sys.exit(4) was called; a workflow returns to pass",
        ],
    );
    wrong(
        "workflow_default(c)",
        &["RecursionError: maximum recursion depth exceeded"],
    );
    wrong(
        "bytearray(10 ** 9)",
        &["MemoryError", "the guest asked for"],
    );
    wrong(
        "yield 1",
        &["workflow_default has not run: a workflow has no yield"],
    );
    wrong("import ssl", &["Python for WebAssembly has no ssl"]);
    wrong("open('x')", &["there is no file system: mzhost.files"]);
    wrong(
        "import threading; threading.Thread(target=print).start()",
        &["there are no threads"],
    );
    wrong(
        "import subprocess; subprocess.run(['ls'])",
        &["there are no processes"],
    );
    wrong(
        "import socket; socket.create_connection(('localhost', 1))",
        &["there is no network"],
    );
    fails(
        &format!("{DEFAULT}    c.up('nobody')"),
        12,
        &["service.unknown", "nobody", "c.up('nobody')"],
    );
    let own = "    raise MzhostError('none', code='shop.sold-out', details={'left': '0'})";
    fails(
        &format!("{DEFAULT}{own}"),
        1,
        &["shop.sold-out: none", "left  0"],
    );
    let folder = written(&format!("{NOTHING}{DEFAULT}    pass"));
    mzhost(&["run", path(&folder), "default", "more"])
        .done()
        .exits(35)
        .says("argument.invalid: unrecognized arguments: more");
}

#[test]
fn mistakes_in_the_services_are_told() {
    let run = |source: &str| {
        let folder = written(&format!("{source}\n{DEFAULT}    pass\n"));
        mzhost(&["run", path(&folder)]).done().exits(9)
    };
    run("").says("composition.py has no SERVICES");
    run("from mzhost import catalog\nSERVICES = [catalog.Toxiproxy(prot=1)]")
        .says("unexpected keyword argument 'prot'");
    run("from mzhost import catalog\nSERVICES = [catalog.Toxiproxy]")
        .says("the class itself: call it");
    run("def SERVICES():\n    raise ValueError('as asked for')")
        .says("ValueError: as asked for")
        .says("File \"composition.py\", line 2, in SERVICES");
    run("from mzhost import Service\nSERVICES = [Service('a', {'image': print})]")
        .says("a Compose document holds texts, numbers, lists and dictionaries");
    run("from mzhost import Service\nSERVICES = [Service('a', {'image': 'a'})]\nWANTS = {'nett': True}")
        .says("x-mzhost.wants.nett: unknown key (did you mean \"net\"?)");
}

#[test]
fn a_workflow_is_asked_for_its_help() {
    let source = "def workflow_default(c, parser):\n    \"Counts rows.\"\n    \
                  parser.add_argument('--rows', help='how many')\n    parser.parse_args()\n";
    let folder = written(&format!("{NOTHING}{source}"));
    mzhost(&["run", path(&folder), "default", "--help"])
        .done()
        .exits(0)
        .says("Counts rows.")
        .says("--rows ROWS")
        .never_says("MZHOST_STATE_DIR");
    mzhost(&["run", path(&folder), "--help"])
        .done()
        .exits(0)
        .says("Usage: mzhost run");
}

#[test]
fn a_component_that_carries_its_sources_lists_and_does_the_same() {
    let source = format!(
        "{NOTHING}from helper import workflow_imported\n\n@hidden\ndef workflow_z_secret(c):\n    \"\"\"Is not shown.\"\"\"\n\n\
         def workflow_default(c, *args):\n    \"\"\"Says hello.\n\n    Twice.\n    \"\"\"\n    import late.inner\n    \
         print(args, late.inner.VALUE)\n    with c.test_case(\"fails\"):\n        late.inner.fail(c)\n"
    );
    let folder = written(&source);
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    fs::create_dir(folder.path().join("late")).unwrap();
    write(
        "late/inner.py",
        "VALUE = 5\n\ndef fail(c):\n    c.up('nobody')\n",
    );
    write(
        "helper.py",
        "def workflow_imported(c):\n    \"Comes from elsewhere.\"\n",
    );
    // Elsewhere, so that nothing is beside it.
    let elsewhere = tempfile::tempdir().unwrap();
    let moved = elsewhere.path().join("composition.wasm");
    let (here, there) = (path(&folder), moved.to_str().unwrap());
    mzhost(&["build", here, "--output", there])
        .done()
        .exits(0)
        .never_says("the runner");
    let list = |path: &str| {
        let done = mzhost(&["list", path, "--all", "--json"]).done().exits(0);
        serde_json::from_str::<Value>(&done.out).unwrap()
    };
    assert_eq!(list(here), list(there));
    let place = |name: &str| {
        let listed = list(there);
        let one = listed
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["name"] == name)
            .unwrap()
            .clone();
        (one["file"].clone(), one["line"].clone())
    };
    assert_eq!(place("default"), ("composition.py".into(), 9.into()));
    assert_eq!(place("imported"), ("helper.py".into(), 1.into()));
    let run = |path: &str| {
        let done = mzhost(&["run", path, "default", "a", "b"]).done().exits(60);
        let done = done
            .says("('a', 'b') 5")
            .says("File \"late/inner.py\", line 4, in fail")
            .says("c.up('nobody')")
            .says("service.unknown: there is no service \"nobody\"");
        calls_of(&done)
    };
    assert_eq!(run(here), run(there));
    write("composition.py", &format!("{NOTHING}{DEFAULT}1\n"));
    mzhost(&["build", here])
        .done()
        .exits(4)
        .says("composition.py:4: expected an indented block");
}

/// Runs a composition with this source, and a module `helper` that is wrong.
fn fails(source: &str, exit: i32, says: &[&str]) -> Done {
    let folder = written(&format!("{NOTHING}{source}\n"));
    if !source.contains("workflow_") {
        let default = format!("{NOTHING}{source}\n{DEFAULT}    pass\n");
        if source != "x = 1" {
            fs::write(folder.path().join("composition.py"), default).unwrap();
        }
    }
    fs::write(folder.path().join("helper.py"), "x = (1\n").unwrap();
    let mut done = mzhost(&["run", path(&folder)]);
    if source.contains("workflow_a_b") {
        done = mzhost(&["list", path(&folder)]);
    }
    says.iter()
        .fold(done.done().exits(exit), |done, text| done.says(text))
}

/// Runs a program to its good end.
fn ran(command: &mut Command) {
    let output = command.output().unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{command:?}: {out}\n{err}");
}

fn path(folder: &TempDir) -> &str {
    folder.path().to_str().unwrap()
}

fn written(source: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("composition.py"), source).unwrap();
    folder
}
