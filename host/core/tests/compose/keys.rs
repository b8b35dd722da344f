//! Which keys the cases use, and which `docs/compose-keys.md` says are accepted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_yaml::Value;

use crate::Outcome;
use crate::case::Case;

/// Keys of one service by name, those of `x-mzhost` with their path.
pub(crate) type Keys = BTreeSet<String>;

/// What one case uses.
pub(crate) struct Used {
    /// At the top level.
    pub(crate) top: Keys,
    /// Of each service.
    pub(crate) services: BTreeMap<String, Keys>,
}

/// A document of `docs/`.
pub(crate) fn document(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs")
        .join(name)
}

/// The keys that a case uses, merge keys resolved.
pub(crate) fn used(case: &Case) -> Outcome<Used> {
    let mut document: Value = serde_yaml::from_str(&case.text)?;
    document.apply_merge()?;
    let services = document.get("services").map(entries).unwrap_or_default();
    Ok(Used {
        top: names(&document),
        services: services
            .into_iter()
            .map(|(name, service)| {
                let mut keys = names(service);
                extension("x-mzhost.", service.get("x-mzhost"), &mut keys);
                (name, keys)
            })
            .collect(),
    })
}

/// `x-mzhost.ready` and `x-mzhost.ready.tcp`: Compose has keys of the same names.
fn extension(path: &str, value: Option<&Value>, keys: &mut Keys) {
    for (name, value) in value.map(entries).unwrap_or_default() {
        let path = format!("{path}{name}");
        extension(&format!("{path}."), Some(value), keys);
        keys.insert(path);
    }
}

fn entries(value: &Value) -> Vec<(String, &Value)> {
    let entries = value.as_mapping().into_iter().flatten();
    entries
        .filter_map(|(name, value)| Some((name.as_str()?.to_owned(), value)))
        .collect()
}

fn names(value: &Value) -> Keys {
    entries(value).into_iter().map(|(name, _)| name).collect()
}

/// The keys of one table of `docs/compose-keys.md`, in its order.
pub(crate) fn accepted(heading: &str) -> Outcome<Vec<String>> {
    let text = fs::read_to_string(document("compose-keys.md"))?;
    let (_, section) = text
        .split_once(&format!("\n## {heading}\n"))
        .ok_or_else(|| format!("docs/compose-keys.md has no section {heading:?}"))?;
    let section = section.split("\n## ").next().unwrap_or(section);
    let keys = section
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    Ok(keys.map(str::to_owned).collect())
}
