//! The folder `.mzhost` in a composition's folder: what a build is made of, and what it made.

use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use mzhost_core::fault::Fault;
use sha2::{Digest, Sha256};

use super::workshop::{cannot, locked};

/// The contract between guests and host.
pub(super) static WIT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../wit");
/// The component.
const COMPONENT: &str = "composition.wasm";
/// What the component was made of.
const DIGEST: &str = "made-of";
/// Folders whose content is no source.
const NO_SOURCES: &[&str] = &["node_modules", "target", "__pycache__", "venv"];

/// What a language needs of the program that runs.
pub(super) struct Materials {
    /// The SDK's files.
    pub(super) sdk: &'static Dir<'static>,
    /// What else the component depends on, such as the list of the toolchain's packages.
    pub(super) toolchain: &'static [u8],
    /// Whether a file of the composition's folder can be part of the component.
    pub(super) is_source: fn(&Path) -> bool,
}

/// A composition's folder and its `.mzhost`.
pub(super) struct Site {
    /// The composition's folder.
    pub(super) folder: PathBuf,
    /// `.mzhost` in it.
    pub(super) out: PathBuf,
}

impl Site {
    pub(super) fn of(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            out: folder.join(".mzhost"),
        }
    }

    /// The component.
    pub(super) fn component(&self) -> PathBuf {
        self.out.join(COMPONENT)
    }

    /// The SDK, written out.
    pub(super) fn sdk(&self) -> PathBuf {
        self.out.join("sdk")
    }

    /// The WIT with the world of this composition.
    pub(super) fn wit(&self) -> PathBuf {
        self.out.join("wit")
    }

    /// A file of the build.
    pub(super) fn work(&self, name: &str) -> PathBuf {
        self.out.join("build").join(name)
    }

    /// Waits until nobody else builds here. The lock ends with the answer.
    pub(super) async fn lock(&self) -> Result<fs::File, Fault> {
        make(&self.out)?;
        write(&self.out.join(".gitignore"), b"*\n")?;
        locked(&self.out.join("lock")).await
    }

    /// Whether the component was made of this.
    pub(super) fn is_made_of(&self, digest: &str) -> bool {
        let made_of = fs::read_to_string(self.out.join(DIGEST));
        self.component().is_file() && made_of.is_ok_and(|made_of| made_of == digest)
    }

    /// Whether there is a component, and it was made of what is there now.
    pub(super) fn is_up_to_date(&self, materials: &Materials) -> bool {
        self.digest(materials)
            .is_ok_and(|digest| self.is_made_of(&digest))
    }

    /// Writes SDK and WIT, and empties the folder of the build.
    pub(super) fn prepare(&self, materials: &Materials) -> Result<(), Fault> {
        let build = self.out.join("build");
        for folder in [&build, &self.sdk(), &self.wit()] {
            if folder.exists() {
                fs::remove_dir_all(folder).map_err(|error| cannot("remove", folder, &error))?;
            }
            make(folder)?;
        }
        extract(materials.sdk, &self.sdk())?;
        extract(&WIT, &self.wit().join("deps/mzhost-composition"))
    }

    /// Writes the world of this composition.
    pub(super) fn write_world(&self, world: &str) -> Result<(), Fault> {
        write(&self.wit().join("world.wit"), world.as_bytes())
    }

    /// Puts the component in its place.
    pub(super) fn finish(&self, component: &[u8], digest: &str) -> Result<(), Fault> {
        let aside = self.work(COMPONENT);
        write(&aside, component)?;
        let place = self.component();
        fs::rename(&aside, &place).map_err(|error| cannot("write", &place, &error))?;
        write(&self.out.join(DIGEST), digest.as_bytes())
    }

    /// The sources in the folder and below, sorted.
    pub(super) fn sources(&self, is_source: fn(&Path) -> bool) -> Result<Vec<PathBuf>, Fault> {
        let mut files = Vec::new();
        sources(&self.folder, is_source, &mut files)?;
        files.sort();
        Ok(files)
    }

    /// A digest of all that the component is made of: the sources, the SDK, the WIT, the toolchain.
    pub(super) fn digest(&self, materials: &Materials) -> Result<String, Fault> {
        let mut digest = digest_of(materials);
        for file in self.sources(materials.is_source)? {
            let content = fs::read(&file).map_err(|error| cannot("read", &file, &error))?;
            add(&mut digest, &file, &content);
        }
        Ok(format!("{:x}", digest.finalize()))
    }
}

/// A digest of what is the same for all folders.
pub(super) fn digest_of(materials: &Materials) -> Sha256 {
    let mut digest = Sha256::new();
    digest.update(materials.toolchain);
    for part in [materials.sdk, &WIT] {
        for (path, content) in all(part) {
            add(&mut digest, path, content);
        }
    }
    digest
}

/// Adds a file to a digest.
pub(super) fn add(digest: &mut Sha256, path: &Path, content: &[u8]) {
    digest.update(path.as_os_str().as_encoded_bytes());
    digest.update(content.len().to_le_bytes());
    digest.update(content);
}

/// All files of an embedded folder.
pub(super) fn all<'a>(dir: &'a Dir<'a>) -> Vec<(&'a Path, &'a [u8])> {
    let own = dir.files().map(|file| (file.path(), file.contents()));
    let below = dir.dirs().flat_map(all);
    own.chain(below).collect()
}

/// The sources below a folder.
pub(super) fn sources(
    folder: &Path,
    is_source: fn(&Path) -> bool,
    found: &mut Vec<PathBuf>,
) -> Result<(), Fault> {
    let read = |error| cannot("read", folder, &error);
    for entry in fs::read_dir(folder).map_err(read)? {
        let entry = entry.map_err(read)?;
        let (path, name) = (entry.path(), entry.file_name());
        let name = name.to_string_lossy();
        if entry.file_type().map_err(read)?.is_dir() {
            if !name.starts_with('.') && !NO_SOURCES.contains(&name.as_ref()) {
                sources(&path, is_source, found)?;
            }
        } else if is_source(&path) {
            found.push(path);
        }
    }
    Ok(())
}

fn extract(dir: &Dir<'_>, to: &Path) -> Result<(), Fault> {
    for (path, content) in all(dir) {
        write(&to.join(path), content)?;
    }
    Ok(())
}

/// Writes a file, and its folder if it is not there.
pub(super) fn write(path: &Path, content: &[u8]) -> Result<(), Fault> {
    if let Some(folder) = path.parent() {
        make(folder)?;
    }
    fs::write(path, content).map_err(|error| cannot("write", path, &error))
}

fn make(folder: &Path) -> Result<(), Fault> {
    fs::create_dir_all(folder).map_err(|error| cannot("make", folder, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MATERIALS: Materials = Materials {
        sdk: &WIT,
        toolchain: b"1",
        is_source: |path| path.extension().is_some_and(|extension| extension == "js"),
    };

    #[test]
    fn a_component_is_new_until_a_source_changes_or_comes() {
        let folder = tempfile::tempdir().unwrap();
        let site = Site::of(folder.path());
        let file =
            |name: &str, text: &str| write(&folder.path().join(name), text.as_bytes()).unwrap();
        let fresh = || site.is_made_of(&site.digest(&MATERIALS).unwrap());
        file("a.js", "1");
        assert!(!fresh());
        site.prepare(&MATERIALS).unwrap();
        site.finish(b"x", &site.digest(&MATERIALS).unwrap())
            .unwrap();
        assert!(fresh());
        file("notes.txt", "");
        file("node_modules/x/a.js", "");
        assert!(fresh(), "neither is a source");
        file("a.js", "2");
        assert!(!fresh());
        site.finish(b"x", &site.digest(&MATERIALS).unwrap())
            .unwrap();
        file("below/b.js", "");
        assert!(!fresh());
    }
}
