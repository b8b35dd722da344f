//! [`Images`]: compiled components in files, which are mapped into memory when they are loaded.
//!
//! wasmtime's own cache compresses what it keeps, and unpacks it at each load: 0.2 s for an interpreter of 35 MB. A
//! mapped file costs a few milliseconds, whatever its size, and runs of one machine share its memory.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use wasmtime::Engine;
use wasmtime::component::Component;

use super::binary::Binary;
use super::private::{is_private_file, private_folder};

/// Bytes of all images; the ones that were not used for the longest time go first.
const TOTAL_LIMIT: u64 = 2 << 30;
/// Ending of images' names.
const ENDING: &str = "image";
/// Ending of the names of what was learned of files.
const KNOWN: &str = "known";
/// How long that is kept.
const REMEMBERED: Duration = Duration::from_hours(30 * 24);

/// The folder with the images.
#[derive(Debug, Clone)]
pub(super) struct Images {
    folder: PathBuf,
}

impl Images {
    /// The images in the cache folder `cache`; the folder for them is made when it is not there.
    pub(super) fn open(cache: &Path) -> Result<Self, Fault> {
        let folder = cache.join("images");
        private_folder(&folder)?;
        Ok(Self { folder })
    }

    /// The compiled component: from its image, else compiled now, which `compiling` is told. Blocks. Others who want
    /// the same component at the same time wait for the one that compiles it.
    pub(super) fn component(
        &self,
        engine: &Engine,
        binary: &Binary,
        compiling: &dyn Fn(),
    ) -> Result<Component, Fault> {
        let image = self
            .folder
            .join(format!("{}.{ENDING}", key(engine, binary)));
        if let Some(component) = mapped(engine, &image) {
            return Ok(component);
        }
        let failed = |error: &io::Error| {
            let text = format!(
                "cannot keep the compiled guest in {}",
                self.folder.display()
            );
            Fault::new(Code::Io, text).cause(error)
        };
        let lock = image.with_extension("lock");
        let open = File::options().create(true).append(true).open(&lock);
        let alone = open
            .and_then(|file| file.lock().map(|()| file))
            .map_err(|error| failed(&error))?;
        if let Some(component) = mapped(engine, &image) {
            return Ok(component);
        }
        compiling();
        let compiled = engine
            .precompile_component(&binary.whole()?)
            .map_err(|error| invalid(&error))?;
        self.make_room(compiled.len() as u64);
        self.store(&image, &compiled)
            .map_err(|error| failed(&error))?;
        drop(alone);
        mapped(engine, &image).ok_or_else(|| {
            let text = format!("the compiled guest {} cannot be loaded", image.display());
            Fault::new(Code::Internal, text)
        })
    }

    /// What was learned of a file: the digest of its content, and its skeleton.
    pub(super) fn known(&self, identity: &str) -> Option<(blake3::Hash, Vec<u8>)> {
        let file = self.folder.join(format!("{identity}.{KNOWN}"));
        if !is_private_file(&file) {
            return None;
        }
        let content = fs::read(&file).ok()?;
        let (digest, skeleton) = content.split_first_chunk()?;
        Some((blake3::Hash::from_bytes(*digest), skeleton.to_vec()))
    }

    /// Keeps what is known of a file. What goes wrong here costs time, the next time.
    pub(super) fn learn(&self, identity: &str, digest: blake3::Hash, skeleton: &[u8]) {
        let file = self.folder.join(format!("{identity}.{KNOWN}"));
        let content = [digest.as_bytes().as_slice(), skeleton].concat();
        drop(self.store(&file, &content));
    }

    /// Writes a file in one step, so that nobody sees a part of it.
    fn store(&self, image: &Path, compiled: &[u8]) -> io::Result<()> {
        let mut file = tempfile::Builder::new().tempfile_in(&self.folder)?;
        file.write_all(compiled)?;
        // A machine that loses its power must not leave a file with holes under the final name.
        file.as_file().sync_all()?;
        file.persist(image)?;
        Ok(())
    }

    /// Removes images so that one more has room, and what was learned long ago. What goes wrong here fails nobody.
    fn make_room(&self, bytes: u64) {
        // What was learned of a file has no use once that has changed or is no more, and nobody tells.
        for (used, _, known) in self.files(KNOWN) {
            if used.elapsed().is_ok_and(|age| age > REMEMBERED) {
                drop(fs::remove_file(known));
            }
        }
        let images = self.files(ENDING);
        let mut total = bytes + images.iter().map(|(_, bytes, _)| bytes).sum::<u64>();
        for (_, bytes, image) in images {
            if total <= TOTAL_LIMIT {
                break;
            }
            // Who has it mapped keeps it.
            drop(fs::remove_file(&image));
            drop(fs::remove_file(image.with_extension("lock")));
            total -= bytes;
        }
    }

    /// The files with an ending: when each was used last, and its bytes; the oldest first.
    fn files(&self, ending: &str) -> Vec<(SystemTime, u64, PathBuf)> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let mut files: Vec<_> = entries
            .filter(|entry| {
                entry
                    .path()
                    .extension()
                    .is_some_and(|found| found == ending)
            })
            .filter_map(|entry| {
                let metadata = entry.metadata().ok()?;
                Some((metadata.modified().ok()?, metadata.len(), entry.path()))
            })
            .collect();
        files.sort();
        files
    }
}

/// Compiles a component that is not kept.
pub(super) fn compiled(engine: &Engine, bytes: &[u8]) -> Result<Component, Fault> {
    Component::from_binary(engine, bytes).map_err(|error| invalid(&error))
}

/// A digest of all that the machine code is made of: the component, and the compiler with its settings.
fn key(engine: &Engine, binary: &Binary) -> String {
    /// Feeds a hasher of the standard library's kind.
    struct Feed(blake3::Hasher);
    impl std::hash::Hasher for Feed {
        fn write(&mut self, bytes: &[u8]) {
            self.0.update(bytes);
        }
        fn finish(&self) -> u64 {
            0
        }
    }
    let mut feed = Feed(blake3::Hasher::new());
    std::hash::Hash::hash(&engine.precompile_compatibility_hash(), &mut feed);
    feed.0.update(binary.digest().as_bytes());
    feed.0.finalize().to_hex().to_string()
}

/// The component of an image; none when there is none, or none that may be trusted.
fn mapped(engine: &Engine, image: &Path) -> Option<Component> {
    if !is_private_file(image) {
        return None;
    }
    #[expect(
        unsafe_code,
        reason = "an image is machine code that nothing checks any more. It was written by this user's mzhost, as its \
                  folder and it belong to this user and nobody else may write to either; it was written in one step, \
                  and its name is the digest of what it was compiled from. Nobody changes it while it is mapped: it \
                  is only ever replaced as a whole or removed, which leaves the mapped file as it is"
    )]
    let component = unsafe { Component::deserialize_file(engine, image) }.ok()?;
    // When it was used last, for those that make room.
    if let Ok(file) = File::options().append(true).open(image) {
        drop(file.set_modified(SystemTime::now()));
    }
    Some(component)
}

fn invalid(error: &wasmtime::Error) -> Fault {
    Fault::new(
        Code::ComponentInvalid,
        "the component is not valid: build it again",
    )
    .detail("cause", format!("{error:#}"))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::os::unix::fs::PermissionsExt;

    use wasmtime::Config;

    use super::*;

    fn component(text: &str) -> Binary {
        let text = format!("(component (core module (func (export \"{text}\"))))");
        Binary::of(wat::parse_str(text).unwrap()).unwrap()
    }

    #[test]
    fn a_component_is_compiled_once_for_each_content_and_compiler() {
        let cache = tempfile::tempdir().unwrap();
        let images = Images::open(cache.path()).unwrap();
        let compiled = Cell::new(0);
        let load = |engine: &Engine, text: &str| {
            let count = || compiled.set(compiled.get() + 1);
            images.component(engine, &component(text), &count).unwrap();
            compiled.get()
        };
        let engine = Engine::default();
        assert_eq!(load(&engine, "a"), 1);
        assert_eq!(load(&engine, "a"), 1);
        assert_eq!(load(&engine, "b"), 2);
        let other = Engine::new(Config::new().epoch_interruption(true)).unwrap();
        assert_eq!(load(&other, "a"), 3);
        assert_eq!(load(&engine, "a"), 3);
    }

    #[test]
    fn an_image_that_others_may_write_is_compiled_anew() {
        let cache = tempfile::tempdir().unwrap();
        let images = Images::open(cache.path()).unwrap();
        let engine = Engine::default();
        let bytes = component("a");
        images.component(&engine, &bytes, &|| ()).unwrap();
        let image = images
            .folder
            .join(format!("{}.{ENDING}", key(&engine, &bytes)));
        fs::set_permissions(&image, fs::Permissions::from_mode(0o666)).unwrap();
        let compiled = Cell::new(false);
        images
            .component(&engine, &bytes, &|| compiled.set(true))
            .unwrap();
        assert!(compiled.get());
        assert!(is_private_file(&image));
    }

    #[test]
    fn a_damaged_image_is_compiled_anew() {
        let cache = tempfile::tempdir().unwrap();
        let images = Images::open(cache.path()).unwrap();
        let engine = Engine::default();
        let bytes = component("a");
        images.component(&engine, &bytes, &|| ()).unwrap();
        let image = images
            .folder
            .join(format!("{}.{ENDING}", key(&engine, &bytes)));
        images.store(&image, b"\x7fELF and no more").unwrap();
        let compiled = Cell::new(false);
        images
            .component(&engine, &bytes, &|| compiled.set(true))
            .unwrap();
        assert!(compiled.get());
    }
}
