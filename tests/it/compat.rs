//! What was built against the WIT of version 0.1 keeps running, and that WIT stays as it was. CONTRIBUTING.md has the rule.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::harness::mzhost;

const COMPAT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/compat");

/// The composition `postgres-smoke`, as each language's toolchain makes it of the WIT as it was frozen.
#[test]
fn components_of_the_frozen_wit_run() {
    let mut components = files(Path::new(COMPAT), "wasm");
    assert!(components.len() > 1, "{components:?}");
    components.push(python());
    components.sort();
    for component in components {
        let path = component.to_str().unwrap();
        mzhost(&["list", path])
            .done()
            .exits(0)
            .says("Writes rows, kills the server, starts it again and finds the rows.");
        mzhost(&["run", path, "default"])
            .done()
            .exits(0)
            .says("both orders are there");
    }
}

/// What Python makes is too large to be kept in the repository.
fn python() -> PathBuf {
    let recipe = Path::new(COMPAT).join("python/make.py");
    let made = Command::new("python3").arg(recipe).output().unwrap();
    let errors = String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success(), "{errors}");
    PathBuf::from(String::from_utf8(made.stdout).unwrap().trim_end())
}

/// Old components import these interfaces, name by name and type by type.
#[test]
fn the_frozen_interfaces_are_as_they_were() {
    let frozen = files(&Path::new(COMPAT).join("wit"), "wit");
    assert!(!frozen.is_empty());
    for file in frozen {
        let name = file.file_name().unwrap();
        let now = Path::new(COMPAT).join("../../wit").join(name);
        let (then, now) = (declarations(&file), declarations(&now));
        // A world may come to import more.
        if name == "world.wit" {
            let lost: Vec<&String> = then.iter().filter(|line| !now.contains(line)).collect();
            assert!(lost.is_empty(), "{} lost {lost:?}", file.display());
        } else {
            assert_eq!(
                then,
                now,
                "{} was changed: old components would no longer load; add an interface in a file of its own",
                name.display()
            );
        }
    }
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect()
}

/// The lines of a WIT file that are no comments.
fn declarations(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap();
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .map(str::to_owned)
        .collect()
}
