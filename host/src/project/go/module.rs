//! The user's go.mod: what it says of the SDK, and of folders that a composition is made of, too.

use std::fs;
use std::path::{Path, PathBuf};

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;

use super::super::site::{Materials, Site, sources, write};
use super::super::workshop::cannot;
use super::SDK;

/// Go's sources.
pub(super) const SOURCES: Materials = Materials {
    sdk: &SDK,
    toolchain: b"",
    is_source: |path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        (name.ends_with(".go") && !name.ends_with("_test.go"))
            || matches!(&*name, "go.mod" | "go.sum")
    },
};

/// All files: where sources embed some.
const FILES: Materials = Materials {
    is_source: |_| true,
    ..SOURCES
};

/// What names the SDK in a go.mod.
const REQUIRE: &str = "require mzhost v0.0.0";
const REPLACE: &str = "replace mzhost => ./.mzhost/sdk";

/// What a go.mod says.
pub(super) struct Module {
    /// The module's path.
    pub(super) path: String,
    text: String,
    folder: PathBuf,
}

impl Module {
    /// Reads the go.mod of a folder.
    pub(super) fn of(folder: &Path) -> Result<Self, Fault> {
        let file = folder.join("go.mod");
        if !file.exists() {
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            return Err(Fault::new(
                Code::BuildFailed,
                format!(
                    "composition.go needs a go.mod beside it, such as\nmodule {name}\n\ngo 1.24\n\n{REQUIRE}\n\n{REPLACE}"
                ),
            ));
        }
        let text = fs::read_to_string(&file).map_err(|error| cannot("read", &file, &error))?;
        let path = words(&text).find_map(|line| match line.as_slice() {
            ["module", path] => Some(unquoted(path)),
            _ => None,
        });
        let path = path.ok_or_else(|| {
            let message = format!(
                "{} names no module, as in `module my-tests`",
                file.display()
            );
            Fault::new(Code::BuildFailed, message)
        })?;
        if path == "mzhost" || path.starts_with("mzhost/") {
            let message = format!(
                "{}: the module's name {path:?} is that of the SDK; take another",
                file.display()
            );
            return Err(Fault::new(Code::BuildFailed, message));
        }
        Ok(Self {
            path,
            text,
            folder: folder.to_owned(),
        })
    }

    /// What the user should know: editors do not see the SDK where go.mod does not name it. A build does.
    pub(super) fn warning(&self) -> Option<String> {
        let named = words(&self.text).any(|line| is_of_sdk(&line) && line.contains(&"=>"));
        let message = format!(
            "go.mod does not name the SDK, so an editor cannot complete its names: add the lines `{REQUIRE}` and `{REPLACE}`"
        );
        (!named).then_some(message)
    }

    /// Writes the go.mod that the build uses: the user's, with this program's SDK.
    pub(super) fn write_for_build(&self, site: &Site) -> Result<(), Fault> {
        let mut text = String::new();
        for line in self.text.lines() {
            let of_sdk = words(line).any(|line| is_of_sdk(&line));
            if !of_sdk {
                text.push_str(line);
            }
            // An empty line stands for one that is gone, so that Go's messages have the user's lines.
            text.push('\n');
        }
        for line in [REQUIRE, REPLACE] {
            text.push_str(line);
            text.push('\n');
        }
        write(&site.work("composition.mod"), text.as_bytes())?;
        let sums = self.folder.join("go.sum");
        match fs::read(&sums) {
            Ok(content) => write(&site.work("composition.sum"), &content),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(cannot("read", &sums, &error)),
        }
    }
}

/// The words of each line, without comments.
fn words(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let code = text
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default());
    code.map(|line| line.split_whitespace().collect())
}

/// Whether a line, alone or in a block, requires or replaces the SDK.
fn is_of_sdk(line: &[&str]) -> bool {
    match line {
        ["require" | "replace", module, ..] if *module != "(" => unquoted(module) == "mzhost",
        [module, ..] => unquoted(module) == "mzhost",
        [] => false,
    }
}

fn unquoted(word: &str) -> String {
    word.trim_matches(['"', '`']).to_owned()
}

/// A digest of all that the component is made of, with the modules in folders of this machine that replace others.
pub(super) fn digest(site: &Site) -> Result<String, Fault> {
    let mut digest = site.digest(materials(&site.folder)?)?;
    let text = fs::read_to_string(site.folder.join("go.mod")).unwrap_or_default();
    for line in words(&text) {
        let target = line.iter().position(|word| *word == "=>");
        let target = target
            .and_then(|at| line.get(at + 1))
            .map(|path| unquoted(path));
        let local = target.filter(|path| path.starts_with('.') || path.starts_with('/'));
        let Some(folder) = local.map(|path| site.folder.join(path)) else {
            continue;
        };
        if !is_of_sdk(&line) && folder.is_dir() {
            digest.push_str(&Site::of(&folder).digest(materials(&folder)?)?);
        }
    }
    Ok(digest)
}

/// What a folder's part of the component is made of.
fn materials(folder: &Path) -> Result<&'static Materials, Fault> {
    let mut files = Vec::new();
    sources(folder, SOURCES.is_source, &mut files)?;
    let embeds =
        |file: &PathBuf| fs::read_to_string(file).is_ok_and(|text| text.contains("//go:embed "));
    Ok(if files.iter().any(embeds) {
        &FILES
    } else {
        &SOURCES
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_build_has_this_programs_sdk_in_place_of_the_users() {
        let folder = tempfile::tempdir().unwrap();
        let module = |text: &str| {
            write(&folder.path().join("go.mod"), text.as_bytes()).unwrap();
            Module::of(folder.path()).unwrap()
        };
        let old = "module \"a/b\" // tests\n\nrequire (\n\tmzhost v0.0.0\n\tother v1.0.0\n)\nreplace mzhost v0.0.0 => ../old\n";
        let named = module(old);
        assert_eq!((named.path.as_str(), named.warning()), ("a/b", None));
        let site = Site::of(folder.path());
        named.write_for_build(&site).unwrap();
        assert_eq!(
            fs::read_to_string(site.work("composition.mod")).unwrap(),
            "module \"a/b\" // tests\n\nrequire (\n\n\tother v1.0.0\n)\n\nrequire mzhost v0.0.0\nreplace mzhost => ./.mzhost/sdk\n"
        );
        assert!(
            module("module a\nrequire mzhost v0.0.0\n")
                .warning()
                .is_some()
        );
    }

    #[test]
    fn modules_in_folders_are_a_part_of_the_component() {
        let parent = tempfile::tempdir().unwrap();
        let file =
            |name: &str, text: &str| write(&parent.path().join(name), text.as_bytes()).unwrap();
        file("x/go.mod", "module x\nreplace lib => ../lib\n");
        file("lib/lib.go", "package lib\n");
        file("lib/data.txt", "1");
        let digest = || digest(&Site::of(&parent.path().join("x"))).unwrap();
        let first = digest();
        file("lib/data.txt", "2");
        assert_eq!(digest(), first, "nothing embeds it");
        file(
            "lib/lib.go",
            "package lib\n\n//go:embed data.txt\nvar Data string\n",
        );
        let second = digest();
        assert_ne!(second, first);
        file("lib/data.txt", "3");
        assert_ne!(digest(), second);
    }
}
