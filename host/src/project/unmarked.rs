//! Finds functions that were meant as workflows and lack the attribute: they would just not be there.

use std::fs;
use std::path::{Path, PathBuf};

/// A sentence for each function `workflow_*` without `#[workflow]` in those of the files that lie in `folder`.
pub(super) fn warnings(folder: &Path, files: &[PathBuf]) -> Vec<String> {
    let mut warnings = Vec::new();
    for file in files {
        let Ok(shown) = file.strip_prefix(folder) else {
            continue;
        };
        // The SDK's own sources, which mzhost has put there.
        if shown.starts_with(".mzhost") {
            continue;
        }
        let Some(text) = rust_source(file) else {
            continue;
        };
        for (line, name) in unmarked(&text) {
            warnings.push(format!(
                "{}:{line}: the function {name} is no workflow without the attribute #[workflow]",
                shown.display()
            ));
        }
    }
    warnings
}

fn rust_source(file: &Path) -> Option<String> {
    let is_rust = file.extension().is_some_and(|extension| extension == "rs");
    is_rust.then(|| fs::read_to_string(file).ok()).flatten()
}

/// Line and name of such functions in a source text.
fn unmarked(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut marked = false;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim_start();
        if line.starts_with("#[") {
            marked |= is_workflow_attribute(line);
        }
        if let Some(name) = workflow_function(line) {
            if !marked {
                found.push((index + 1, name));
            }
            marked = false;
        } else if line.ends_with('}') || line.ends_with(';') {
            // An attribute belongs to the item that ends here.
            marked = false;
        }
    }
    found
}

/// `#[workflow]`, `#[workflow(hidden)]`, `#[mzhost_guest::workflow]`.
fn is_workflow_attribute(line: &str) -> bool {
    let path = line
        .trim_start_matches("#[")
        .split([']', '('])
        .next()
        .unwrap_or_default();
    path.rsplit("::")
        .next()
        .is_some_and(|name| name.trim() == "workflow")
}

/// The name in `fn workflow_x(`, whatever stands before `fn`.
fn workflow_function(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("fn workflow_")?;
    let plain = before.is_empty() || before.ends_with(' ');
    if !plain || before.contains("//") || before.contains('"') {
        return None;
    }
    let start = line.len() - after.len() - "workflow_".len();
    let length = after.find(|character: char| !character.is_alphanumeric() && character != '_')?;
    line.get(start..start + "workflow_".len() + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_functions_without_the_attribute_are_found() {
        let text = r#"
#[workflow]
fn workflow_default(c: Composition) -> Result<(), Error> { Ok(()) }

/// Documented.
#[mzhost_guest::workflow(hidden)]
#[expect(clippy::all, reason = "a \"reason\"")]
pub fn workflow_hidden(c: Composition) -> Result<(), Error> {
    Ok(())
}

/// Forgotten.
pub(crate) fn workflow_simple_test(c: Composition) -> Result<(), Error> {
    // fn workflow_commented()
    let text = "fn workflow_text()";
}
    fn workflow_second(c: Composition) {}
fn my_workflow_helper() {}
fn workflow() {}
"#;
        assert_eq!(
            unmarked(text),
            [(13, "workflow_simple_test"), (17, "workflow_second")]
        );
    }

    #[test]
    fn files_outside_the_crate_are_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("own/src/lib.rs");
        let outside = folder.path().join("sdk.rs");
        fs::create_dir_all(inside.parent().unwrap()).unwrap();
        for file in [&inside, &outside] {
            fs::write(file, "fn workflow_a() {}").unwrap();
        }
        let warnings = warnings(&folder.path().join("own"), &[inside, outside]);
        assert_eq!(warnings.len(), 1);
        assert!(warnings[0].starts_with("src/lib.rs:1: the function workflow_a"));
    }
}
