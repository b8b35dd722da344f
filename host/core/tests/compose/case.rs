//! A case: one small Compose file of `cases/`, with what its first lines say of it.
//!
//! The first line is a comment that names the case. Further comments may say `granted` (mzhost gets every
//! grant) and `started` (containers are started, too). A form that docker-compose 1.29 does not know yet is
//! written a second time, in older words, in `NAME.older.yml`: docker-compose gets that file.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Outcome;

/// One case.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    /// Name of the file, without its ending.
    pub(crate) name: String,
    /// What it is about.
    pub(crate) title: String,
    /// The document.
    pub(crate) text: String,
    /// Whether mzhost gets every grant.
    pub(crate) granted: bool,
    /// Whether containers are started.
    pub(crate) started: bool,
    /// Whether docker-compose gets the same in older words.
    pub(crate) older: bool,
}

/// The folder of all cases, which is the composition's root.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compose/cases")
}

impl Case {
    /// All cases, by name.
    pub(crate) fn all() -> Outcome<Vec<Self>> {
        let mut names: Vec<String> = fs::read_dir(folder())?
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter_map(|name| name.strip_suffix(".yml").map(str::to_owned))
            .filter(|name| !name.contains('.'))
            .collect();
        names.sort();
        names.into_iter().map(Self::read).collect()
    }

    fn read(name: String) -> Outcome<Self> {
        let text = fs::read_to_string(folder().join(format!("{name}.yml")))?;
        let mut comments = text.lines().map_while(|line| line.strip_prefix("# "));
        let title = comments.next().ok_or_else(|| {
            format!("{name}.yml: the first line must be a comment that names the case")
        })?;
        let marks: Vec<&str> = comments.collect();
        Ok(Self {
            title: title.to_owned(),
            granted: marks.contains(&"granted"),
            started: marks.contains(&"started"),
            older: folder().join(format!("{name}.older.yml")).exists(),
            name,
            text,
        })
    }

    /// The project's name, which another process does not use at the same time.
    pub(crate) fn project(&self) -> String {
        format!("cmp-{}-{}", std::process::id(), self.name)
    }

    /// The file that docker-compose gets.
    pub(crate) fn file(&self) -> String {
        let older = if self.older { ".older" } else { "" };
        format!("{}{older}.yml", self.name)
    }
}
