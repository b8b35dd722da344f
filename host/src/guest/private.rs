//! Whether files belong to this user alone.

use std::fs::{self, DirBuilder, Metadata};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::Path;

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;

/// Permission bits with which others may write.
const OTHERS_WRITE: u32 = 0o022;

/// Makes a folder that nobody else may read or write, or checks that one that is there belongs to this user and nobody else
/// may write to it.
pub(super) fn private_folder(folder: &Path) -> Result<(), Fault> {
    let shown = folder.display();
    let failed = |what: &str, error: &std::io::Error| {
        Fault::new(Code::Io, format!("cannot {what} {shown}")).cause(error)
    };
    if let Some(parent) = folder.parent() {
        fs::create_dir_all(parent).map_err(|error| failed("make", &error))?;
    }
    match DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
            return Err(failed("make", &error));
        }
        _ => {}
    }
    let metadata = fs::symlink_metadata(folder).map_err(|error| failed("look at", &error))?;
    if metadata.is_dir() && is_private(&metadata) {
        return Ok(());
    }
    Err(Fault::new(
        Code::Io,
        format!(
            "{shown} would hold machine code that mzhost runs, but it is not a folder that you own and only you may write \
             to: make it so (chmod 700), or name another cache with --cache-dir"
        ),
    ))
}

/// Whether a file is a plain one that belongs to this user, and nobody else may write to it.
pub(super) fn is_private_file(file: &Path) -> bool {
    fs::symlink_metadata(file).is_ok_and(|metadata| metadata.is_file() && is_private(&metadata))
}

fn is_private(metadata: &Metadata) -> bool {
    metadata.uid() == rustix::process::geteuid().as_raw()
        && metadata.permissions().mode() & OTHERS_WRITE == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_made_and_one_that_others_may_write_to_is_refused() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("a/b");
        private_folder(&folder).unwrap();
        private_folder(&folder).unwrap();
        assert_eq!(
            fs::metadata(&folder).unwrap().permissions().mode() & 0o777,
            0o700
        );
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o770)).unwrap();
        let fault = private_folder(&folder).unwrap_err();
        assert!(fault.message.contains("chmod 700"), "{fault}");
        let link = parent.path().join("link");
        std::os::unix::fs::symlink(parent.path(), &link).unwrap();
        assert!(private_folder(&link).is_err());
    }
}
