//! Links between documents, and the files that they name, are there.

use std::fs;
use std::path::{Path, PathBuf};

use super::repository;

/// Documents with links, and with paths in backticks.
const DOCUMENTS: [&str; 22] = [
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "README.md",
    "SECURITY.md",
    "docs/attacks.md",
    "docs/capabilities.md",
    "docs/catalog.md",
    "docs/clean-up.md",
    "docs/cli.md",
    "docs/compose-differences.md",
    "docs/compose-keys.md",
    "docs/error-codes.md",
    "docs/events.md",
    "docs/javascript.md",
    "docs/limits.md",
    "docs/reference.md",
    "docs/secrets.md",
    "docs/testdrive-actions.md",
    "docs/testdrive.md",
    "docs/writing-workflows.md",
    "guest-sdk/javascript/README.md",
    "guest-sdk/rust/README.md",
];
/// Folders that a path in backticks begins with.
const FOLDERS: [&str; 6] = [
    "docs/",
    "guest-sdk/",
    "host/",
    "tests/",
    "wit/",
    "workflows/",
];

/// All documents that are there, with their text.
fn documents() -> Vec<(&'static str, String)> {
    let read = |name| fs::read_to_string(repository().join(name)).ok();
    DOCUMENTS
        .into_iter()
        .filter_map(|name| Some((name, read(name)?)))
        .collect()
}

#[test]
fn links_lead_to_files_and_headings() {
    let mut broken = Vec::new();
    for (name, text) in documents() {
        for target in targets(&text).filter(|target| !target.contains("://")) {
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let path = if file.is_empty() {
                repository().join(name)
            } else {
                folder_of(name).join(file)
            };
            if !path.exists() || (!heading.is_empty() && !has_heading(&path, heading)) {
                broken.push(format!("{name}: {target}"));
            }
        }
    }
    assert_eq!(broken, Vec::<String>::new(), "links that lead nowhere");
}

#[test]
fn the_files_that_documents_name_exist() {
    let mut missing = Vec::new();
    for (name, text) in documents() {
        for path in text
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|word| is_path(word))
        {
            if !repository().join(path).exists() {
                missing.push(format!("{name}: {path}"));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new(), "files that are not there");
}

#[test]
fn the_readme_shows_the_workflow_that_is_shipped() {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let shipped =
        fs::read_to_string(repository().join("workflows/postgres-smoke/src/lib.rs")).unwrap();
    let shown = readme
        .split_once("```rust\n")
        .and_then(|(_, rest)| rest.split_once("```"));
    let shown = shown.map(|(code, _)| code).unwrap_or_default();
    assert!(shown.contains("fn workflow_default"));
    // Parts that are left out are marked by a line `// …`.
    for part in shown.split("// …\n") {
        assert!(
            shipped.contains(part.trim()),
            "not in the file any more:\n{part}"
        );
    }
}

fn folder_of(document: &str) -> PathBuf {
    let path = repository().join(document);
    path.parent().map(Path::to_owned).unwrap_or_default()
}

/// What stands in `](…)`.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')').map(|(target, _)| target))
}

/// A path without placeholders: those are in capitals.
fn is_path(word: &str) -> bool {
    FOLDERS.iter().any(|folder| word.starts_with(folder))
        && word
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-./".contains(c))
}

/// Whether a document has a heading of this anchor.
fn has_heading(path: &Path, anchor: &str) -> bool {
    let text = fs::read_to_string(path).unwrap_or_default();
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| slug(line.trim_start_matches('#').trim()))
        .any(|slug| slug == anchor)
}

/// The anchor that Git forges make of a heading.
fn slug(heading: &str) -> String {
    heading
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}
