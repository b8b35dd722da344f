//! [`Binary`]: a component's file, read no further than needed. An interpreter has 40 MB, of which a run needs nothing but the
//! machine code that is kept, and what stands around it.

use std::borrow::Cow;
use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;

use super::images::Images;
use super::skeleton::skeleton;

/// Smaller components are read as quickly as what is known of them.
const WORTH_KNOWING: usize = 1 << 20;
/// Bytes of what is kept of a component: one that carries files is read again.
const KEPT: usize = 1 << 20;
/// A file that was changed this short a time ago may change once more without its times telling.
const SETTLED: Duration = Duration::from_secs(1);

/// A component's file.
pub struct Binary {
    file: PathBuf,
    digest: blake3::Hash,
    size: u64,
    skeleton: Vec<u8>,
    /// The whole, if it was read.
    whole: Option<Vec<u8>>,
}

impl Binary {
    /// Opens a component of at most `limit` bytes. What is known of it is kept in the folder `cache`, so that it need not be
    /// read the next time.
    pub fn open(file: &Path, limit: u64, cache: Option<&Path>) -> Result<Self, Fault> {
        let failed = |error| cannot_read(file, &error);
        let before = fs::metadata(file).map_err(failed)?;
        if before.len() > limit {
            return Err(Fault::new(
                Code::ComponentInvalid,
                format!(
                    "{} has {} bytes, the limit is {limit}",
                    file.display(),
                    before.len()
                ),
            ));
        }
        let images = cache.map(Images::open).transpose()?;
        let identity = identity(&before);
        let known = images.as_ref().and_then(|images| images.known(&identity));
        if let Some((digest, skeleton)) = known {
            return Ok(Self {
                file: file.to_owned(),
                digest,
                size: before.len(),
                skeleton,
                whole: None,
            });
        }
        let whole = fs::read(file).map_err(failed)?;
        let opened = Self {
            file: file.to_owned(),
            digest: blake3::hash(&whole),
            size: whole.len() as u64,
            skeleton: skeleton(&whole)?,
            whole: Some(whole),
        };
        let after = fs::metadata(file).map_err(failed)?;
        let settled = identity == self::identity(&after) && age(&after) > SETTLED;
        if let Some(images) = images
            && settled
            && opened.size >= WORTH_KNOWING as u64
            && opened.skeleton.len() <= KEPT
        {
            images.learn(&identity, opened.digest, &opened.skeleton);
        }
        Ok(opened)
    }

    /// A component that is in memory.
    pub fn of(bytes: Vec<u8>) -> Result<Self, Fault> {
        Ok(Self {
            file: PathBuf::new(),
            digest: blake3::hash(&bytes),
            size: bytes.len() as u64,
            skeleton: skeleton(&bytes)?,
            whole: Some(bytes),
        })
    }

    /// The component without its code, with the same imports, exports and sections of ours: a component for readers, none
    /// for a compiler.
    pub fn skeleton(&self) -> &[u8] {
        &self.skeleton
    }

    /// Its size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// All of it, which must still be what it was.
    pub fn whole(&self) -> Result<Cow<'_, [u8]>, Fault> {
        if let Some(whole) = &self.whole {
            return Ok(Cow::Borrowed(whole));
        }
        let whole = fs::read(&self.file).map_err(|error| cannot_read(&self.file, &error))?;
        if blake3::hash(&whole) == self.digest {
            return Ok(Cow::Owned(whole));
        }
        let text = format!("{} was changed meanwhile: try again", self.file.display());
        Err(Fault::new(Code::ComponentInvalid, text))
    }

    pub(super) fn digest(&self) -> blake3::Hash {
        self.digest
    }
}

/// What changes whenever the file's content does: only the superuser can set the last of the times.
fn identity(metadata: &Metadata) -> String {
    let times = [metadata.mtime(), metadata.mtime_nsec()];
    let change = [metadata.ctime(), metadata.ctime_nsec()];
    let file = [metadata.dev(), metadata.ino(), metadata.len()];
    let text = format!("{file:?} {times:?} {change:?}");
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

/// How long ago the file was changed.
fn age(metadata: &Metadata) -> Duration {
    let seconds = u64::try_from(metadata.ctime()).unwrap_or_default();
    let changed = UNIX_EPOCH + Duration::from_secs(seconds) + Duration::from_secs(1);
    SystemTime::now()
        .duration_since(changed)
        .unwrap_or_default()
}

fn cannot_read(file: &Path, error: &std::io::Error) -> Fault {
    Fault::new(
        Code::ProjectMissing,
        format!("failed to read {}: {error}", file.display()),
    )
}
