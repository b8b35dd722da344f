//! Where builds happen, and who is told of them.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use sha2::{Digest, Sha256};

/// Is told when a build really begins: not when the component is up to date.
pub type Progress<'a> = &'a (dyn Fn() + Send + Sync);

/// What a build needs beside the folder.
#[derive(Clone, Copy)]
pub struct Workshop<'a> {
    /// Where toolchains are installed once for all folders; in the folder itself when there is no such place.
    pub cache: Option<&'a Path>,
    /// Is told when a build begins.
    pub progress: Progress<'a>,
}

impl Workshop<'_> {
    /// The folder of a toolchain, with all that it is made of; installed by `install` if it is not there. `site` is the place
    /// when there is no cache.
    pub(super) async fn toolchain<F>(
        &self,
        site: &Path,
        name: &str,
        recipe: &[(&str, &[u8])],
        install: impl FnOnce(PathBuf) -> F,
    ) -> Result<PathBuf, Fault>
    where
        F: Future<Output = Result<(), Fault>>,
    {
        let mut digest = Sha256::new();
        for (file, content) in recipe {
            digest.update(file);
            digest.update(content);
        }
        let id = format!("{:x}", digest.finalize());
        let toolchains = self.cache.unwrap_or(site).join("toolchains");
        let place = toolchains.join(format!("{name}-{}", id.get(..16).unwrap_or_default()));
        let complete = place.join("complete");
        if complete.is_file() {
            return Ok(place);
        }
        fs::create_dir_all(&place).map_err(|error| cannot("make", &place, &error))?;
        let _lock = locked(&place.join("lock")).await?;
        if complete.is_file() {
            return Ok(place);
        }
        for (file, content) in recipe {
            let path = place.join(file);
            fs::write(&path, content).map_err(|error| cannot("write", &path, &error))?;
        }
        install(place.clone()).await?;
        fs::write(&complete, "").map_err(|error| cannot("write", &complete, &error))?;
        Ok(place)
    }
}

/// A lock that other processes respect, until it is dropped.
pub(super) async fn locked(path: &Path) -> Result<File, Fault> {
    let file = File::options()
        .create(true)
        .append(true)
        .open(path)
        .map_err(|error| cannot("open", path, &error))?;
    match file.try_lock() {
        Ok(()) => return Ok(file),
        Err(TryLockError::WouldBlock) => {}
        Err(TryLockError::Error(error)) => return Err(cannot("lock", path, &error)),
    }
    let lock = move || file.lock().map(|()| file);
    let waited = tokio::task::spawn_blocking(lock).await;
    waited
        .map_err(std::io::Error::other)
        .flatten()
        .map_err(|error| cannot("lock", path, &error))
}

/// The fault for a file that could not be used.
pub(super) fn cannot(what: &str, path: &Path, error: &std::io::Error) -> Fault {
    Fault::new(Code::Io, format!("cannot {what} {}", path.display())).cause(error)
}
