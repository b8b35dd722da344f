//! Building an archive in memory, reproducibly: sorted, with fixed times, so that its hash means its content.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tar::{EntryType, Header};

use super::Ignore;

/// An archive could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// A file could not be read.
    #[error("failed to read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A name does not fit into an archive.
    #[error("failed to store {name:?} in an archive")]
    Store {
        /// The name.
        name: String,
        /// Why.
        source: io::Error,
    },
    /// It grew past the limit.
    #[error("{} is larger than the limit of {limit} bytes", path.display())]
    TooLarge {
        /// The file or folder.
        path: PathBuf,
        /// The limit in bytes.
        limit: u64,
    },
}

/// An archive that grows.
pub struct Archive {
    builder: tar::Builder<Vec<u8>>,
    folders: BTreeSet<String>,
    limit: u64,
    size: u64,
    empty: bool,
}

impl Archive {
    /// An empty archive that takes at most `limit` bytes of content.
    pub fn new(limit: u64) -> Self {
        Self {
            builder: tar::Builder::new(Vec::new()),
            folders: BTreeSet::new(),
            limit,
            size: 0,
            empty: true,
        }
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.empty
    }

    /// Adds a file of this content. `name` is absolute or relative; a leading `/` is left out.
    pub fn file(
        &mut self,
        name: &str,
        content: &[u8],
        mode: u32,
        owner: (u32, u32),
    ) -> Result<(), ArchiveError> {
        self.grow(Path::new(name), content.len() as u64)?;
        let mut header = header(EntryType::Regular, mode, content.len() as u64);
        header.set_uid(u64::from(owner.0));
        header.set_gid(u64::from(owner.1));
        self.append(header, name, content)
    }

    /// Adds a file or folder of the machine under another name. Links are kept as links; `ignore` leaves
    /// paths out, relative to `source`.
    pub fn tree(&mut self, name: &str, source: &Path, ignore: &Ignore) -> Result<(), ArchiveError> {
        let read = |path: &Path, source: io::Error| ArchiveError::Read {
            path: path.to_owned(),
            source,
        };
        let metadata = fs::metadata(source).map_err(|error| read(source, error))?;
        if metadata.is_file() {
            return self.host_file(name, source);
        }
        let mut pending = vec![PathBuf::new()];
        while let Some(relative) = pending.pop() {
            let folder = source.join(&relative);
            let mut entries: Vec<_> = fs::read_dir(&folder)
                .and_then(Iterator::collect::<io::Result<Vec<_>>>)
                .map_err(|error| read(&folder, error))?;
            entries.sort_by_key(fs::DirEntry::file_name);
            for entry in entries {
                let path = relative.join(entry.file_name());
                let full = entry.path();
                let kind = entry.file_type().map_err(|error| read(&full, error))?;
                if ignore.leaves_out(&path, kind.is_dir()) {
                    continue;
                }
                let stored = join(name, &path);
                if kind.is_dir() {
                    self.folder(&stored, mode_of(&full).unwrap_or(0o755))?;
                    pending.push(path);
                } else if kind.is_symlink() {
                    let target = fs::read_link(&full).map_err(|error| read(&full, error))?;
                    self.link(&stored, &target)?;
                } else if kind.is_file() {
                    self.host_file(&stored, &full)?;
                }
            }
        }
        Ok(())
    }

    /// The finished archive.
    pub fn finish(self) -> Result<Vec<u8>, ArchiveError> {
        self.builder
            .into_inner()
            .map_err(|source| ArchiveError::Store {
                name: "the end".to_owned(),
                source,
            })
    }

    fn host_file(&mut self, name: &str, path: &Path) -> Result<(), ArchiveError> {
        let read = |source| ArchiveError::Read {
            path: path.to_owned(),
            source,
        };
        let size = fs::metadata(path).map_err(read)?.len();
        self.grow(path, size)?;
        let content = fs::read(path).map_err(read)?;
        let mode = mode_of(path).unwrap_or(0o644);
        self.append(
            header(EntryType::Regular, mode, content.len() as u64),
            name,
            &content,
        )
    }

    /// Adds a folder once.
    fn folder(&mut self, name: &str, mode: u32) -> Result<(), ArchiveError> {
        if self.folders.insert(name.to_owned()) {
            let name = format!("{}/", name.trim_end_matches('/'));
            return self.append(header(EntryType::Directory, mode, 0), &name, &[]);
        }
        Ok(())
    }

    fn link(&mut self, name: &str, target: &Path) -> Result<(), ArchiveError> {
        let mut header = header(EntryType::Symlink, 0o777, 0);
        self.empty = false;
        self.builder
            .append_link(&mut header, name.trim_start_matches('/'), target)
            .map_err(|source| ArchiveError::Store {
                name: name.to_owned(),
                source,
            })
    }

    fn append(
        &mut self,
        mut header: Header,
        name: &str,
        content: &[u8],
    ) -> Result<(), ArchiveError> {
        self.empty = false;
        self.builder
            .append_data(&mut header, name.trim_start_matches('/'), content)
            .map_err(|source| ArchiveError::Store {
                name: name.to_owned(),
                source,
            })
    }

    fn grow(&mut self, path: &Path, bytes: u64) -> Result<(), ArchiveError> {
        self.size = self.size.saturating_add(bytes);
        if self.size > self.limit {
            return Err(ArchiveError::TooLarge {
                path: path.to_owned(),
                limit: self.limit,
            });
        }
        Ok(())
    }
}

/// Two finished archives as one.
pub fn joined(mut first: Vec<u8>, second: &[u8]) -> Vec<u8> {
    /// Zeros at the end, which end an archive for its readers.
    const END: usize = 1024;
    if !second.is_empty() {
        first.truncate(first.len().saturating_sub(END));
        first.extend_from_slice(second);
    }
    first
}

/// The hash of a text or archive in lower-case hexadecimal digits.
pub fn digest(bytes: &[u8]) -> String {
    use std::fmt::Write;

    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

fn header(kind: EntryType, mode: u32, size: u64) -> Header {
    let mut header = Header::new_gnu();
    header.set_entry_type(kind);
    header.set_mode(mode & 0o7777);
    header.set_size(size);
    header.set_mtime(0);
    header.set_uid(0);
    header.set_gid(0);
    header
}

fn join(name: &str, path: &Path) -> String {
    let path = path.to_string_lossy();
    if name.is_empty() {
        path.into_owned()
    } else {
        format!("{}/{path}", name.trim_end_matches('/'))
    }
}

fn mode_of(path: &Path) -> io::Result<u32> {
    use std::os::unix::fs::PermissionsExt;

    Ok(fs::metadata(path)?.permissions().mode())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_content_gives_the_same_bytes() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("b")).unwrap();
        fs::write(folder.path().join("b/x"), "1").unwrap();
        fs::write(folder.path().join("a"), "2").unwrap();
        let pack = || {
            let mut archive = Archive::new(1000);
            archive
                .tree("/data", folder.path(), &Ignore::default())
                .unwrap();
            digest(&archive.finish().unwrap())
        };
        let first = pack();
        fs::write(folder.path().join("a"), "2").unwrap();
        assert_eq!(first, pack());
        fs::write(folder.path().join("a"), "3").unwrap();
        assert_ne!(first, pack());
    }

    #[test]
    fn joined_archives_are_read_as_one() {
        let pack = |name: &str| {
            let mut archive = Archive::new(1000);
            archive.file(name, b"1", 0o644, (0, 0)).unwrap();
            archive.finish().unwrap()
        };
        let names = |bytes: Vec<u8>| -> Vec<String> {
            tar::Archive::new(bytes.as_slice())
                .entries()
                .unwrap()
                .map(|entry| entry.unwrap().path().unwrap().display().to_string())
                .collect()
        };
        assert_eq!(names(joined(pack("/a"), &pack("/b"))), ["a", "b"]);
        assert_eq!(names(joined(pack("/a"), &[])), ["a"]);
    }

    #[test]
    fn the_limit_names_the_file() {
        let mut archive = Archive::new(3);
        let error = archive.file("/x", b"1234", 0o644, (0, 0)).unwrap_err();
        assert_eq!(error.to_string(), "/x is larger than the limit of 3 bytes");
    }
}
