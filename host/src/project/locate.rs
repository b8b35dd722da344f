//! [`Project`]: what the user named, found.

use std::path::{Path, PathBuf};

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;

use super::language::{Built, LANGUAGES, Language};
use super::workshop::Workshop;

/// A composition's folder or file.
pub struct Project {
    /// Name after the folder or file, in the form that Compose gives to projects.
    pub name: String,
    /// The folder that relative paths and `files` start from; a `.wasm` file has none.
    pub root: Option<PathBuf>,
    source: Source,
}

enum Source {
    Folder(PathBuf, &'static dyn Language),
    Component(PathBuf),
}

/// Finds the composition that a path names: a folder, or a `.wasm` file.
pub fn locate(path: &Path) -> Result<Project, Fault> {
    let shown = path.display();
    let real = path.canonicalize().map_err(|error| {
        Fault::new(
            Code::ProjectMissing,
            format!("there is no composition at {shown}"),
        )
        .cause(&error)
    })?;
    if real.is_dir() {
        let language = LANGUAGES
            .iter()
            .find(|language| language.detect(&real))
            .ok_or_else(|| nothing_found(path))?;
        return Ok(Project {
            name: project_name(&real),
            root: Some(real.clone()),
            source: Source::Folder(real, *language),
        });
    }
    if real.extension().is_none_or(|extension| extension != "wasm") {
        return Err(Fault::new(
            Code::ProjectMissing,
            format!("{shown} is neither a folder nor a .wasm file"),
        ));
    }
    Ok(Project {
        name: project_name(&real),
        root: None,
        source: Source::Component(real),
    })
}

fn nothing_found(folder: &Path) -> Fault {
    let looked_for: Vec<String> = LANGUAGES
        .iter()
        .map(|language| format!("{} ({})", language.marker(), language.name()))
        .collect();
    let mut message = format!(
        "{} holds no composition; looked for {}",
        folder.display(),
        looked_for.join(", ")
    );
    let members = compositions_in(folder);
    if !members.is_empty() {
        message.push_str("; there are compositions in ");
        message.push_str(&members.join(", "));
    }
    Fault::new(Code::ProjectMissing, message)
}

/// Sub-folders that are compositions, for a user who named the folder above.
fn compositions_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = folder.read_dir() else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .flatten()
        .filter(|entry| {
            LANGUAGES
                .iter()
                .any(|language| language.detect(&entry.path()))
        })
        .map(|entry| entry.path().display().to_string())
        .collect();
    names.sort();
    names.truncate(20);
    names
}

/// The path's last part as Compose would name a project after it.
pub(super) fn project_name(path: &Path) -> String {
    let stem = if path.is_dir() {
        path.file_name()
    } else {
        path.file_stem()
    };
    let name: String = stem
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase()
        .chars()
        .filter(|character| matches!(character, 'a'..='z' | '0'..='9' | '-' | '_'))
        .collect();
    let name = name.trim_start_matches(['-', '_']);
    if name.is_empty() {
        "composition".to_owned()
    } else {
        name.to_owned()
    }
}

impl Project {
    /// The language's name; none for a finished component.
    pub fn language(&self) -> Option<&'static str> {
        match &self.source {
            Source::Folder(_, language) => Some(language.name()),
            Source::Component(_) => None,
        }
    }

    /// The folder or file.
    pub fn path(&self) -> &Path {
        match &self.source {
            Source::Folder(path, _) | Source::Component(path) => path,
        }
    }

    /// Whether there is nothing to build.
    pub fn is_up_to_date(&self) -> bool {
        match &self.source {
            Source::Folder(folder, language) => language.is_up_to_date(folder),
            Source::Component(_) => true,
        }
    }

    /// Makes the component that can be passed on. Dropping the future ends a build.
    pub async fn package(&self, shop: Workshop<'_>) -> Result<Built, Fault> {
        match &self.source {
            Source::Folder(folder, language) => language.package(folder, shop).await,
            Source::Component(_) => self.build(shop).await,
        }
    }

    /// Brings the component up to date. Dropping the future ends a build.
    pub async fn build(&self, shop: Workshop<'_>) -> Result<Built, Fault> {
        match &self.source {
            Source::Folder(folder, language) => language.build(folder, shop).await,
            Source::Component(file) => Ok(Built {
                component: file.clone(),
                warnings: Vec::new(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(path: &Path) -> Fault {
        match locate(path) {
            Ok(_) => panic!("{} was taken for a composition", path.display()),
            Err(fault) => fault,
        }
    }

    #[tokio::test]
    async fn a_component_is_a_project_without_root() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("My Test.v2.wasm");
        std::fs::write(&file, "").unwrap();
        let project = locate(&file).unwrap();
        assert_eq!((project.name.as_str(), &project.root), ("mytestv2", &None));
        let built = project
            .build(Workshop {
                cache: None,
                progress: &|| panic!("nothing to build"),
            })
            .await
            .unwrap();
        assert_eq!(built.component, file.canonicalize().unwrap());
    }

    #[test]
    fn a_folder_without_composition_is_told_what_was_looked_for_and_what_is_near() {
        let folder = tempfile::tempdir().unwrap();
        let crate_folder = folder.path().join("smoke");
        std::fs::create_dir(&crate_folder).unwrap();
        std::fs::write(
            crate_folder.join("Cargo.toml"),
            "[package]\nname = \"smoke\"",
        )
        .unwrap();
        let fault = error(folder.path());
        assert!(fault.is(Code::ProjectMissing));
        assert!(fault.message.contains("Cargo.toml (rust)"), "{fault}");
        assert!(fault.message.contains("composition.wasm"), "{fault}");
        assert!(fault.message.contains("smoke"), "{fault}");
        assert_eq!(locate(&crate_folder).unwrap().language(), Some("rust"));
    }

    #[test]
    fn a_path_that_leads_nowhere_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let fault = error(&folder.path().join("absent"));
        assert!(fault.is(Code::ProjectMissing));
        assert!(fault.message.contains("absent"));
        let text = folder.path().join("notes.txt");
        std::fs::write(&text, "").unwrap();
        assert!(
            error(&text)
                .message
                .contains("neither a folder nor a .wasm file")
        );
    }
}
