//! Files that arguments of the command line name.

use std::path::{Path, PathBuf};

use globset::GlobBuilder;
use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use mzhost_testdrive::position::Source;

/// Folder entries that one pattern looks at.
const MOST_ENTRIES: usize = 200_000;

/// A file, the files of a folder with an extension, or those that fit a pattern, sorted. `*` stays within a folder,
/// `**` goes through folders.
pub(super) fn matching(argument: &str, extension: &str) -> Result<Vec<PathBuf>, Fault> {
    let path = Path::new(argument);
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let pattern = if path.is_dir() {
        match argument.trim_end_matches('/') {
            "." => format!("*.{extension}"),
            folder => format!("{folder}/*.{extension}"),
        }
    } else {
        argument.to_owned()
    };
    let Some(wild) = pattern.find(['*', '?', '[', '{']) else {
        return Ok(Vec::new());
    };
    let glob = GlobBuilder::new(&pattern)
        .literal_separator(true)
        .build()
        .map_err(|error| Fault::new(Code::Usage, format!("{argument}: {error}")))?
        .compile_matcher();
    // The part before the first wild character names the folder to look through.
    let folder = match pattern.get(..wild).and_then(|fixed| fixed.rfind('/')) {
        Some(0) => "/",
        Some(end) => pattern.get(..end).unwrap_or("."),
        None => "",
    };
    let mut found = Vec::new();
    let mut left = MOST_ENTRIES;
    walk(Path::new(folder), &mut left, &mut |path| {
        if glob.is_match(path) {
            found.push(path.to_owned());
        }
    })
    .map_err(|error| Fault::new(Code::Io, format!("{argument}: {error}")))?;
    found.sort();
    Ok(found)
}

/// Visits the files below a folder; links to folders are not followed.
fn walk(folder: &Path, left: &mut usize, visit: &mut impl FnMut(&Path)) -> std::io::Result<()> {
    let here = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    for entry in std::fs::read_dir(here)? {
        *left = left.checked_sub(1).ok_or_else(|| {
            std::io::Error::other(format!(
                "more than {MOST_ENTRIES} files; name a folder that is nearer"
            ))
        })?;
        let entry = entry?;
        let path = folder.join(entry.file_name());
        let kind = entry.file_type()?;
        if kind.is_dir() {
            walk(&path, left, visit)?;
        } else if path.is_file() {
            visit(&path);
        }
    }
    Ok(())
}

/// A file's text; none larger than `limit` bytes.
pub(super) fn source(path: &Path, limit: usize) -> Result<Source, Fault> {
    let name = path.display().to_string();
    let failed = |why: String| Fault::new(Code::Io, format!("cannot read {name}: {why}"));
    let size = std::fs::metadata(path)
        .map_err(|error| failed(error.to_string()))?
        .len();
    if size > limit as u64 {
        return Err(failed(format!("it is larger than {} MiB", limit >> 20)));
    }
    let bytes = std::fs::read(path).map_err(|error| failed(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        failed(format!(
            "it is not UTF-8 text (byte {})",
            error.utf8_error().valid_up_to()
        ))
    })?;
    Ok(Source::new(&name, &text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_folders_and_files_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("sub")).unwrap();
        for name in ["b.td", "a.td", "c.txt", "sub/d.td"] {
            std::fs::write(at(name), "> select 1\n").unwrap();
        }
        let text = |name: &str| at(name).display().to_string();
        let found = |argument: &str| matching(&text(argument), "td").unwrap();
        assert_eq!(found("*.td"), [at("a.td"), at("b.td")]);
        assert_eq!(found("sub/"), [at("sub/d.td")]);
        assert_eq!(found("**/*.td"), [at("a.td"), at("b.td"), at("sub/d.td")]);
        assert_eq!(found("c.txt"), [at("c.txt")]);
        assert!(found("missing.td").is_empty());
    }
}
