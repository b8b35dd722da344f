//! The sources of the SDK.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::super::REPOSITORY;
use crate::harness::mzhost;

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
