//! Writes results into test files.

use std::path::Path;

use crate::code::Code;
use crate::fault::Fault;

/// Replaces a file at once, so that nobody reads half of it; its mode stays, and a link stays one.
pub fn replace(path: &Path, text: &str) -> Result<(), Fault> {
    let failed = |error: std::io::Error| {
        Fault::new(
            Code::Io,
            format!("cannot write results into {}: {error}", path.display()),
        )
    };
    // What a link points at is replaced.
    let path = std::fs::canonicalize(path).map_err(failed)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    std::fs::write(file.path(), text).map_err(failed)?;
    let mode = std::fs::metadata(&path).map_err(failed)?.permissions();
    std::fs::set_permissions(file.path(), mode).map_err(failed)?;
    file.persist(&path).map_err(|error| failed(error.error))?;
    Ok(())
}
