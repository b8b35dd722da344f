//! The composition's root folder: the only files of the machine that a guest can read, and where the
//! relative paths of its services begin. Nothing leads out of it, neither `..` nor a link.
//!
//! The executor answers `files.read` and `files.find` with it; the engine's side asks it where `env_file`,
//! binds and build contexts are. All of it blocks, so callers use a thread for blocking work.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

use crate::code::Code;
use crate::fault::Fault;
use crate::operation::Data;

/// Most paths that [`Root::find`] answers.
pub const MOST_PATHS: usize = 10_000;
/// Most folder entries that one search looks at: a root may be a whole disk by mistake.
const MOST_ENTRIES: usize = 200_000;
const LONGEST_GLOB: usize = 1024;
/// The detail `reason` of a fault about a path that leads out of the root.
pub const OUTSIDE: &str = "outside";

/// The root of a composition: a folder, files that the component carries, or both.
#[derive(Debug, Clone)]
pub struct Root {
    /// Canonical, so that what is resolved can be compared with it.
    folder: Option<PathBuf>,
    embedded: BTreeMap<String, Vec<u8>>,
}

impl Root {
    /// A root of a folder, which must be there, and of embedded files, which are looked at first.
    pub fn new(
        folder: Option<PathBuf>,
        embedded: BTreeMap<String, Vec<u8>>,
    ) -> Result<Self, Fault> {
        let folder = folder
            .map(|folder| match fs::canonicalize(&folder) {
                Ok(path) if path.is_dir() => Ok(path),
                Ok(_) => Err(missing_root(&folder, "it is no folder")),
                Err(error) => Err(missing_root(&folder, &error.to_string())),
            })
            .transpose()?;
        let embedded = embedded
            .into_iter()
            .map(|(path, content)| Ok((normal(&path)?, content)))
            .collect::<Result<_, Fault>>()?;
        Ok(Self { folder, embedded })
    }

    /// The content of a file: `length` bytes, or all, from byte `offset`, at most `limit`.
    pub fn read(
        &self,
        path: &str,
        offset: u64,
        length: Option<u32>,
        limit: usize,
    ) -> Result<Data, Fault> {
        let normal = normal(path)?;
        let wanted = length
            .and_then(|length| usize::try_from(length).ok())
            .unwrap_or(usize::MAX);
        // One byte more than may be answered tells whether something is missing.
        let most = wanted.min(limit.saturating_add(1));
        let mut content = match self.embedded.get(&normal) {
            Some(content) => part(content, offset, most).to_vec(),
            None => self.open(path).and_then(|file| {
                read_part(file, offset, most).map_err(|error| fault(path, &error))
            })?,
        };
        let truncated = content.len() > limit;
        content.truncate(limit);
        Ok(Data { content, truncated })
    }

    /// The whole content of a file that the host itself needs; a larger one than `limit` is refused.
    pub fn read_all(&self, path: &str, limit: usize) -> Result<Vec<u8>, Fault> {
        let data = self.read(path, 0, None, limit)?;
        if data.truncated {
            return Err(Fault::new(
                Code::FileError,
                format!("{path:?} is larger than the limit of {limit} bytes"),
            ));
        }
        Ok(data.content)
    }

    /// The files whose path fits a glob, sorted, and whether there are more. `.git` anywhere and `target`
    /// at the top are left out, and so is what lies behind a link to a folder.
    pub fn find(&self, glob: &str) -> Result<(Vec<String>, bool), Fault> {
        let matcher = matcher(glob)?;
        if self.folder.is_none() && self.embedded.is_empty() {
            return Err(no_root(glob));
        }
        let fits = |path: &&String| matcher.is_match(path);
        let mut found: BTreeSet<String> = self.embedded.keys().filter(fits).cloned().collect();
        let mut search = Search {
            matcher: &matcher,
            deepest: (!glob.contains("**")).then(|| glob.matches('/').count()),
            entries: 0,
            found: &mut found,
        };
        if let Some(root) = &self.folder {
            search
                .folder(root, root, "")
                .map_err(|error| fault(glob, &error))?;
        }
        let incomplete = search.entries >= MOST_ENTRIES;
        let truncated = incomplete || found.len() > MOST_PATHS;
        Ok((found.into_iter().take(MOST_PATHS).collect(), truncated))
    }

    /// Where a relative path of the composition is on the machine: a file or folder inside the root.
    pub fn resolve(&self, path: &str) -> Result<PathBuf, Fault> {
        let relative = normal(path)?;
        let Some(root) = &self.folder else {
            return Err(no_root(path));
        };
        let resolved =
            fs::canonicalize(root.join(relative)).map_err(|error| fault(path, &error))?;
        if resolved.starts_with(root) {
            Ok(resolved)
        } else {
            Err(outside(
                path,
                "it is a link that leads out of the composition's root; put the file itself there",
            ))
        }
    }

    /// Replaces the text of a file in the folder at once. A file that the component carries cannot be.
    pub fn replace(&self, path: &str, text: &str) -> Result<(), Fault> {
        if self.embedded.contains_key(&normal(path)?) {
            return Err(refused(
                path,
                "it is a part of the component, which is not written to",
            ));
        }
        crate::testdrive::replace(&self.resolve(path)?, text)
    }

    fn open(&self, path: &str) -> Result<File, Fault> {
        let resolved = self.resolve(path)?;
        // Asked before opening: to open a pipe would wait for somebody who writes.
        let metadata = fs::metadata(&resolved).map_err(|error| fault(path, &error))?;
        if metadata.is_dir() {
            return Err(refused(
                path,
                "it is a folder; `find` with a glob lists its files",
            ));
        }
        if !metadata.is_file() {
            return Err(refused(
                path,
                "it is a pipe, socket or device; only ordinary files can be read",
            ));
        }
        File::open(&resolved).map_err(|error| fault(path, &error))
    }
}

/// A walk through the folders of a root.
struct Search<'a> {
    matcher: &'a GlobMatcher,
    /// How many folders deep a file can be that fits; any number when there is none.
    deepest: Option<usize>,
    entries: usize,
    found: &'a mut BTreeSet<String>,
}

impl Search<'_> {
    /// Adds the files of `folder`, whose relative path is `prefix` and ends in `/` unless it is empty.
    fn folder(&mut self, root: &Path, folder: &Path, prefix: &str) -> io::Result<()> {
        let deeper = self
            .deepest
            .is_none_or(|deepest| prefix.matches('/').count() < deepest);
        for entry in fs::read_dir(folder)? {
            self.entries += 1;
            if self.entries >= MOST_ENTRIES {
                return Ok(());
            }
            let entry = entry?;
            // A name that is no text could not be handed to the guest.
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let path = format!("{prefix}{name}");
            let kind = entry.file_type()?;
            if kind.is_dir() {
                if deeper && name != ".git" && path != "target" {
                    match self.folder(root, &entry.path(), &format!("{path}/")) {
                        // Not readable, or removed by now: no file of this search is in it.
                        Err(error) if is_elsewhere(&error) => {}
                        result => result?,
                    }
                }
            } else if self.matcher.is_match(&path) && (kind.is_file() || links_inside(root, &entry))
            {
                self.found.insert(path);
            }
        }
        Ok(())
    }
}

fn is_elsewhere(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::PermissionDenied | io::ErrorKind::NotFound
    )
}

/// Whether an entry is a link to an ordinary file in the root.
fn links_inside(root: &Path, entry: &fs::DirEntry) -> bool {
    fs::canonicalize(entry.path()).is_ok_and(|path| path.starts_with(root) && path.is_file())
}

/// A relative path without `.`, and never with `..`.
fn normal(path: &str) -> Result<String, Fault> {
    if path.is_empty() || path.contains('\0') {
        return Err(refused(path, "a path is not empty and has no zero byte"));
    }
    let mut parts = Vec::new();
    for component in Path::new(path).components() {
        match component {
            Component::CurDir => {}
            Component::Normal(part) => parts.push(part.to_str().unwrap_or_default()),
            Component::ParentDir => {
                return Err(outside(
                    path,
                    "`..` would lead out of the composition's root; put the file inside",
                ));
            }
            Component::RootDir | Component::Prefix(_) => {
                return Err(outside(
                    path,
                    "it is absolute; paths begin at the composition's root",
                ));
            }
        }
    }
    Ok(parts.join("/"))
}

fn matcher(glob: &str) -> Result<GlobMatcher, Fault> {
    if glob.len() > LONGEST_GLOB {
        let message = format!("the glob is longer than {LONGEST_GLOB} bytes");
        return Err(Fault::new(Code::FileError, message));
    }
    let pattern = glob.strip_prefix("./").unwrap_or(glob);
    GlobBuilder::new(pattern)
        .literal_separator(true)
        .backslash_escape(true)
        .build()
        .map(|glob| glob.compile_matcher())
        .map_err(|error| {
            Fault::new(
                Code::FileError,
                format!("the glob {glob:?} is wrong: {}", error.kind()),
            )
            .detail("glob", glob)
        })
}

fn part(content: &[u8], offset: u64, most: usize) -> &[u8] {
    let start = usize::try_from(offset).map_or(content.len(), |offset| offset.min(content.len()));
    let end = start.saturating_add(most).min(content.len());
    content.get(start..end).unwrap_or_default()
}

fn read_part(mut file: File, offset: u64, most: usize) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    // The system refuses offsets beyond i64; no file reaches there.
    if i64::try_from(offset).is_ok() {
        file.seek(SeekFrom::Start(offset))?;
        let most = u64::try_from(most).unwrap_or(u64::MAX);
        file.take(most).read_to_end(&mut content)?;
    }
    Ok(content)
}

fn missing_root(folder: &Path, why: &str) -> Fault {
    let folder = folder.display().to_string();
    let message = format!("the composition's root {folder} cannot be used: {why}");
    Fault::new(Code::ProjectMissing, message).detail("path", folder)
}

fn no_root(path: &str) -> Fault {
    refused(
        path,
        "a component has no root folder; name one with `--root DIR`",
    )
}

fn outside(path: &str, why: &str) -> Fault {
    refused(path, why).detail("reason", OUTSIDE)
}

fn refused(path: &str, why: &str) -> Fault {
    Fault::new(Code::FileError, format!("cannot use {path:?}: {why}")).detail("path", path)
}

fn fault(path: &str, error: &io::Error) -> Fault {
    let why = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file in the composition's root".to_owned(),
        io::ErrorKind::PermissionDenied => "mzhost's user may not read it".to_owned(),
        _ => error.to_string(),
    };
    refused(path, &why)
}

#[cfg(test)]
mod tests;
