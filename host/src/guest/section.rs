//! The contents of our two custom sections: descriptions of workflows, and bundled files.

use std::collections::BTreeMap;
use std::io::Read;

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use serde::Deserialize;

use super::outline::Outline;

/// Bytes of descriptions.
const MAX_DESCRIPTIONS: usize = 1 << 20;

/// One line of `mzhost:workflows`, or of the answer of `list-workflows`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Entry {
    pub(super) name: String,
    #[serde(default)]
    pub(super) description: String,
    #[serde(default)]
    pub(super) file: Option<String>,
    #[serde(default)]
    pub(super) line: Option<u32>,
    #[serde(default)]
    pub(super) hidden: bool,
}

/// The entries of all parts of the section.
pub(super) fn entries(parts: &[&[u8]]) -> Result<Vec<Entry>, Fault> {
    if parts.iter().map(|part| part.len()).sum::<usize>() > MAX_DESCRIPTIONS {
        return Err(too_large("the section mzhost:workflows", MAX_DESCRIPTIONS));
    }
    let text = String::from_utf8_lossy(&parts.join(&b'\n')).into_owned();
    parse_lines(&text, "the section mzhost:workflows")
}

/// Parses JSON lines; `place` names them in the error.
pub(super) fn parse_lines(text: &str, place: &str) -> Result<Vec<Entry>, Fault> {
    if text.len() > MAX_DESCRIPTIONS {
        return Err(too_large(place, MAX_DESCRIPTIONS));
    }
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| {
            let entry: Entry = serde_json::from_str(line).map_err(|error| {
                invalid(place, number, "is no description of a workflow").cause(&error)
            })?;
            if entry.name.is_empty() || entry.name.chars().any(char::is_control) {
                return Err(invalid(place, number, "has no usable name"));
            }
            Ok(entry)
        })
        .collect()
}

fn invalid(place: &str, number: usize, what: &str) -> Fault {
    Fault::new(
        Code::ComponentInvalid,
        format!("line {} of {place} {what}", number + 1),
    )
}

fn too_large(place: &str, limit: usize) -> Fault {
    Fault::new(
        Code::LimitInput,
        format!("{place} is larger than {limit} bytes"),
    )
}

/// The files that a component carries in its section `mzhost:files`, a tar archive: relative path to content.
/// `limit` is the number of bytes of all contents together. Links and folders are passed over.
pub fn bundled_files(bytes: &[u8], limit: u64) -> Result<BTreeMap<String, Vec<u8>>, Fault> {
    let mut files = BTreeMap::new();
    let mut left = limit;
    for part in Outline::read(bytes)?.files {
        read_archive(part, &mut left, &mut files)?;
    }
    Ok(files)
}

fn read_archive(
    archive: &[u8],
    left: &mut u64,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> Result<(), Fault> {
    let damaged = |error: std::io::Error| {
        Fault::new(
            Code::ComponentInvalid,
            "the section mzhost:files is no tar archive",
        )
        .cause(&error)
    };
    let mut archive = tar::Archive::new(archive);
    for entry in archive.entries().map_err(damaged)? {
        let mut entry = entry.map_err(damaged)?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        *left = left.checked_sub(entry.size()).ok_or_else(|| {
            Fault::new(
                Code::LimitInput,
                "the files in the section mzhost:files are larger than allowed",
            )
        })?;
        let path = entry
            .path()
            .map_err(damaged)?
            .to_string_lossy()
            .into_owned();
        let path = relative(&path)?;
        let mut content = Vec::new();
        entry.read_to_end(&mut content).map_err(damaged)?;
        files.insert(path, content);
    }
    Ok(())
}

/// The path without `./`; a path that leads outside is an error.
fn relative(path: &str) -> Result<String, Fault> {
    let parts: Vec<&str> = path
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    if path.starts_with('/') || parts.is_empty() || parts.contains(&"..") {
        return Err(Fault::new(
            Code::ComponentInvalid,
            format!("the section mzhost:files holds the path {path:?}, which leads outside"),
        ));
    }
    Ok(parts.join("/"))
}
