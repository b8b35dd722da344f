//! [`begin`]: a new composition from the template of its language.

use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use mzhost_core::code::Code;
use mzhost_core::fault::Fault;

use super::locate::project_name;
use super::site::{all, write};
use super::workshop::cannot;

static RUST: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../guest-sdk/rust/template");
static C: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../guest-sdk/c/template");
static JAVASCRIPT: Dir<'_> =
    include_dir!("$CARGO_MANIFEST_DIR/../guest-sdk/javascript/template/javascript");
static GO: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../guest-sdk/go/template");
static TYPESCRIPT: Dir<'_> =
    include_dir!("$CARGO_MANIFEST_DIR/../guest-sdk/javascript/template/typescript");
static PYTHON: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../guest-sdk/python/template");

/// What stands in a template for the composition's name.
const NAME: &str = "{{name}}";
/// Files that would mean something to this repository under their own name.
const RENAMED: &[(&str, &str)] = &[
    ("gitignore", ".gitignore"),
    ("Cargo.toml.new", "Cargo.toml"),
];

/// The templates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// C.
    C,
    /// Rust.
    Rust,
    /// JavaScript.
    JavaScript,
    /// TypeScript.
    TypeScript,
    /// Python.
    Python,
    /// Go.
    Go,
}

impl Template {
    fn files(self) -> &'static Dir<'static> {
        match self {
            Self::C => &C,
            Self::Rust => &RUST,
            Self::JavaScript => &JAVASCRIPT,
            Self::TypeScript => &TYPESCRIPT,
            Self::Python => &PYTHON,
            Self::Go => &GO,
        }
    }
}

/// Writes a composition to a folder that must be new or empty. Gives the files, relative to it.
pub fn begin(folder: &Path, template: Template) -> Result<Vec<PathBuf>, Fault> {
    let shown = folder.display();
    let taken = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(_) => folder.symlink_metadata().is_ok(),
    };
    if taken {
        let text = format!("{shown} exists and is not an empty folder: choose another name");
        return Err(Fault::new(Code::Usage, text));
    }
    fs::create_dir_all(folder).map_err(|error| cannot("make", folder, &error))?;
    let real = folder
        .canonicalize()
        .map_err(|error| cannot("find", folder, &error))?;
    let name = package_name(&project_name(&real));
    let mut files = Vec::new();
    for (path, content) in all(template.files()) {
        let path = renamed(path);
        let content = String::from_utf8_lossy(content).replace(NAME, &name);
        write(&real.join(&path), content.as_bytes())?;
        files.push(path);
    }
    files.sort();
    Ok(files)
}

/// Names that packages of some language may not have, or that hide one of its own.
const RESERVED: &[&str] = &[
    "alloc",
    "core",
    "go",
    "mzhost",
    "proc-macro",
    "std",
    "test",
    "toolchain",
    "typescript",
];

/// A name that every language's packages may have: it begins with a letter, and means nothing to them.
fn package_name(project: &str) -> String {
    let begins = project.starts_with(|first: char| first.is_ascii_lowercase());
    if begins && !RESERVED.contains(&project) {
        project.to_owned()
    } else {
        format!("test-{project}")
    }
}

fn renamed(path: &Path) -> PathBuf {
    let new = RENAMED
        .iter()
        .find(|(old, _)| path.file_name().is_some_and(|name| name == *old));
    new.map_or_else(|| path.to_owned(), |(_, new)| path.with_file_name(new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_written_with_its_name() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("2 Shops");
        let files = begin(&folder, Template::JavaScript).unwrap();
        assert!(files.contains(&PathBuf::from(".gitignore")), "{files:?}");
        for file in &files {
            let text = fs::read_to_string(folder.join(file)).unwrap();
            assert!(!text.contains(NAME), "{}", file.display());
        }
        assert_eq!(package_name("go"), "test-go");
        let readme = fs::read_to_string(folder.join("README.md")).unwrap();
        assert!(readme.starts_with("# test-2shops\n"), "{readme}");
    }

    #[test]
    fn nothing_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        begin(&folder.path().join("a"), Template::TypeScript).unwrap();
        let fault = begin(&folder.path().join("a"), Template::TypeScript).unwrap_err();
        assert!(fault.is(Code::Usage), "{fault}");
        let file = folder.path().join("file");
        fs::write(&file, "mine").unwrap();
        assert!(begin(&file, Template::Rust).unwrap_err().is(Code::Usage));
        assert_eq!(fs::read_to_string(file).unwrap(), "mine");
    }
}
