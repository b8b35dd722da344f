//! cargo's dep-info (`.d`) beside an artifact: which files it was made of, and whether it is newer than all of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Files that decide how cargo builds what lies below them.
const SETTINGS: &[&str] = &["Cargo.toml", ".cargo/config.toml", "rust-toolchain.toml"];

/// The source files in the text of a dep-info file: `TARGET: FILE FILE…`, blanks in names as `\ `.
pub(super) fn parse(text: &str) -> Vec<PathBuf> {
    let Some((_, list)) = text.lines().next().and_then(|line| line.split_once(": ")) else {
        return Vec::new();
    };
    let mut files = Vec::new();
    let mut file = String::new();
    let mut characters = list.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' if characters.next_if_eq(&' ').is_some() => file.push(' '),
            ' ' => files.push(std::mem::take(&mut file)),
            _ => file.push(character),
        }
    }
    files.push(file);
    files
        .into_iter()
        .filter(|file| !file.is_empty())
        .map(PathBuf::from)
        .collect()
}

/// Whether nothing that an artifact was made of has changed since `built`: the files themselves, and the
/// manifests and cargo settings above them. What cannot be read has changed.
pub(super) fn unchanged_since(files: &[PathBuf], built: SystemTime) -> bool {
    let folders: BTreeSet<&Path> = files
        .iter()
        .flat_map(|file| file.ancestors().skip(1))
        .collect();
    let mut settings = folders
        .iter()
        .flat_map(|folder| SETTINGS.iter().map(|name| folder.join(name)))
        .filter(|file| file.exists());
    !files.is_empty()
        && files.iter().all(|file| older(file, built))
        && settings.all(|file| older(&file, built))
}

fn older(file: &Path, time: SystemTime) -> bool {
    fs::metadata(file)
        .and_then(|metadata| metadata.modified())
        .is_ok_and(|modified| modified < time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn names_with_blanks_are_read() {
        let text = "/t/a.wasm: /s/src/lib.rs /s/my\\ data.sql\n\n/s/src/lib.rs:\n";
        let files: Vec<_> = ["/s/src/lib.rs", "/s/my data.sql"]
            .map(PathBuf::from)
            .into();
        assert_eq!(parse(text), files);
        assert!(parse("").is_empty());
    }

    #[test]
    fn an_edit_a_deletion_and_a_new_manifest_are_changes() {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("lib.rs");
        let manifest = folder.path().join("Cargo.toml");
        let past = SystemTime::now() - Duration::from_mins(1);
        for file in [&source, &manifest] {
            fs::write(file, "").unwrap();
            set_modified(file, past);
        }
        let built = past + Duration::from_secs(30);
        let files = [source.clone()];
        assert!(unchanged_since(&files, built));
        assert!(!unchanged_since(&[], built));
        for file in [&source, &manifest] {
            set_modified(file, built);
            assert!(!unchanged_since(&files, built), "{}", file.display());
            set_modified(file, past);
        }
        fs::remove_file(&source).unwrap();
        assert!(!unchanged_since(&files, built));
    }

    fn set_modified(file: &Path, time: SystemTime) {
        fs::File::options()
            .append(true)
            .open(file)
            .unwrap()
            .set_modified(time)
            .unwrap();
    }
}
