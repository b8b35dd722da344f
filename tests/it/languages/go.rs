//! What Go's toolchain finds in sources, and what mistakes in them look like.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::REPOSITORY;
use crate::harness::mzhost;

const MODULE: &str =
    "module my-tests\n\ngo 1.24\n\nrequire mzhost v0.0.0\n\nreplace mzhost => ./.mzhost/sdk\n";
/// Six lines, so that what is added begins in line 7.
const NOTHING: &str = "package composition\n\nimport \"mzhost\"\n\nfunc Services() mzhost.Services { return mzhost.Services{mzhost.Compose(\"services: {}\")} }\n\n";
const PASSES: &str = "func WorkflowDefault(c *mzhost.Composition) error { return nil }\n";

/// The SDK as a composition sees it is as gofmt writes it, and `go vet` finds nothing in it.
#[test]
fn the_sources_of_the_sdk_are_clean() {
    mzhost(&["list", "test/postgres-smoke-go"]).done().exits(0);
    let sdk = Path::new(REPOSITORY).join("workflows/postgres-smoke-go/.mzhost/sdk");
    let said = |program: &str, args: &[&str], folder: &Path| {
        let mut command = Command::new(program);
        let command = command.args(args).current_dir(folder);
        let output = command
            .env("GOOS", "wasip1")
            .env("GOARCH", "wasm")
            .output()
            .unwrap();
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    };
    // The bindings, which are generated, make pointers of the numbers that the host gives. The SDK's go.mod asks for an older
    // Go than they do, so that a user's go.mod may, too: mzhost checks the toolchain itself.
    let vet = ["vet", "-unsafeptr=false", "-stdversion=false", "./..."];
    assert_eq!(said("go", &vet, &sdk), "");
    for folder in ["guest-sdk/go", "workflows/postgres-smoke-go"] {
        let folder = Path::new(REPOSITORY).join(folder);
        let list: Vec<String> = sources(&folder);
        let mut args = vec!["-l"];
        args.extend(list.iter().map(String::as_str));
        assert_eq!(said("gofmt", &args, &folder), "");
    }
    let smoke = Path::new(REPOSITORY).join("workflows/postgres-smoke-go");
    assert_eq!(said("go", &["vet", "./..."], &smoke), "");
    every_function_is_used(&sdk);
}

/// The SDK calls all that the bindings offer.
fn every_function_is_used(sdk: &Path) {
    let all: String = fs::read_dir(sdk)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "go"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let mut functions = 0;
    for folder in fs::read_dir(sdk.join("internal/wit")).unwrap() {
        let bindings = folder.unwrap().path().join("wit_bindings.go");
        let text = fs::read_to_string(bindings).unwrap_or_default();
        for line in text.lines().filter_map(|line| line.strip_prefix("func ")) {
            let method = line
                .strip_prefix("(self *")
                .and_then(|line| line.split_once(") "));
            let line = method.map_or(line, |(_, line)| line);
            let name = line.split('(').next().unwrap();
            let of_handles = name.contains("Handle") || name == "Drop";
            if name.starts_with(char::is_uppercase) && !of_handles {
                functions += 1;
                assert!(all.contains(&format!(".{name}(")), "{name} is not used");
            }
        }
    }
    assert!(functions > 60, "{functions}");
}

fn sources(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let hidden = path.file_name().unwrap().to_string_lossy().starts_with('.');
        if path.is_dir() && !hidden {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "go") {
            found.push(path.display().to_string());
        }
    }
    found
}

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

/// One component has them all: to compile one takes seconds.
#[test]
fn failures_of_workflows_in_go_read_well() {
    let folder = written(
        "package composition

import (
	\"errors\"
	\"fmt\"
	\"os\"

	\"mzhost\"
	\"mzhost/catalog\"
)

func Services() mzhost.Services {
	if _, wrong := mzhost.Variable(\"WRONG\"); wrong {
		var none map[string]int
		none[\"x\"] = 1
	}
	return mzhost.Services{catalog.Toxiproxy{Port: mzhost.Ptr(1), Overrides: mzhost.Keys{\"labels\": mzhost.Keys{\"a\": \"b\"}}}}
}

func WorkflowPanic(c *mzhost.Composition) error {
	index([]int{})
	return nil
}

func index(none []int) int {
	return none[len(none)]
}

func WorkflowAssert(c *mzhost.Composition) error {
	mzhost.Assert(len(\"x\") == 2, \"one is not %d\", 2)
	return nil
}

func WorkflowCall(c *mzhost.Composition) error {
	err := c.Up(\"nobody\")
	var failed *mzhost.Error
	if !errors.As(err, &failed) || failed.Code != \"service.unknown\" || failed.Service != \"nobody\" {
		return errors.New(\"another error\")
	}
	return fmt.Errorf(\"bringing it up: %w\", err)
}

func WorkflowOwn(c *mzhost.Composition) error {
	return &mzhost.Error{Code: \"shop.empty\", Message: \"nothing left\", Details: []mzhost.Detail{{\"left\", \"0\"}}}
}

func WorkflowExit(c *mzhost.Composition) error {
	os.Exit(4)
	return nil
}

func WorkflowDeadlock(c *mzhost.Composition) error {
	<-make(chan int)
	return nil
}

func WorkflowGoroutine(c *mzhost.Composition) error {
	done := make(chan int)
	go func() { panic(\"as asked for\") }()
	<-done
	return nil
}

func WorkflowCases(c *mzhost.Composition, args []string) error {
	c.TestCase(\"first\", func() error { return nil })
	_, err := c.TestCase(args[0], func() error { panic(\"no\") })
	return err
}
",
    );
    let path = folder.path().to_str().unwrap();
    let run = |words: &[&str], exit: i32| mzhost(&["run", path]).args(words).done().exits(exit);
    run(&["panic"], 1)
        .says("workflow.failed: panic: runtime error: index out of range [0] with length 0")
        .says("composition.go:26: index")
        .says("composition.go:21: WorkflowPanic")
        .never_says("mzhost@");
    run(&["assert"], 1)
        .says("workflow.failed: one is not 2")
        .says("composition.go:30: WorkflowAssert");
    run(&["call"], 12)
        .says("service.unknown: bringing it up: there is no service \"nobody\"")
        .says("composition.go:35: WorkflowCall");
    run(&["own"], 1)
        .says("shop.empty: nothing left")
        .says("left  0");
    run(&["exit"], 31)
        .says("the guest exited instead of returning from its workflow")
        .says("my_tests.WorkflowExit");
    run(&["deadlock"], 31)
        .says("the guest panicked: all goroutines are asleep - deadlock!")
        .says("my-tests/composition.go:53");
    run(&["goroutine"], 31)
        .says("the guest panicked: as asked for")
        .says("my-tests/composition.go:59");
    run(&["cases", "second"], 60)
        .says("1 of 2 test cases failed: second")
        .says("composition.go:66: WorkflowCases");
    mzhost(&["run", path, "own", "--allow-env", "WRONG"])
        .env("WRONG", "1")
        .done()
        .exits(9)
        .says("panic: assignment to entry in nil map")
        .says("composition.go:15: Services");
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
