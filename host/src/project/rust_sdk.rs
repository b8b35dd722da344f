//! The SDK for Rust, written into the folder of a crate that depends on it there: far from this repository, and before the
//! SDK is published, it comes out of the program.

use std::fs;
use std::path::Path;

use include_dir::{Dir, include_dir};
use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use toml::{Table, Value};

use super::site::{Site, all, write};

static SDK: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../guest-sdk/rust");
/// What the SDK's manifests take from their workspace.
const WORKSPACE: &str = include_str!("../../../Cargo.toml");
/// How a manifest says that it wants the SDK from here.
const WANTED: &str = ".mzhost/sdk";
/// The SDK's crates and their folders.
const CRATES: &[(&str, &str)] = &[
    ("mzhost-guest", "rust"),
    ("mzhost-guest-macros", "rust/macros"),
];

/// Writes the SDK where the crate's manifest looks for it. Files that are as they should be keep their time, or cargo would
/// build again.
pub(super) fn write_where_wanted(folder: &Path) -> Result<(), Fault> {
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    if !manifest.contains(WANTED) {
        return Ok(());
    }
    let site = Site::of(folder);
    let sdk = site.sdk();
    let template = Path::new("template");
    for (path, content) in all(&SDK) {
        if !path.starts_with(template) {
            write_changed(&sdk.join("rust").join(path), content)?;
        }
    }
    write_changed(&site.out.join(".gitignore"), b"*\n")?;
    write_changed(&sdk.join("Cargo.toml"), workspace()?.as_bytes())
}

fn write_changed(path: &Path, content: &[u8]) -> Result<(), Fault> {
    match fs::read(path) {
        Ok(there) if there == content => Ok(()),
        _ => write(path, content),
    }
}

/// The manifest of the SDK's own workspace, from which its crates inherit.
fn workspace() -> Result<String, Fault> {
    let broken = |cause: String| {
        Fault::new(
            Code::Internal,
            "mzhost carries a manifest that it cannot read",
        )
        .detail("cause", cause)
    };
    let ours: Table = toml::from_str(WORKSPACE).map_err(|error| broken(error.to_string()))?;
    let ours = ours.get("workspace").and_then(Value::as_table);
    let part = |name: &str| {
        let part = ours.and_then(|ours| ours.get(name)).cloned();
        part.ok_or_else(|| broken(format!("no {name}")))
    };
    let mut dependencies = Table::new();
    let all_dependencies = part("dependencies")?;
    for name in ["mzhost-guest", "mzhost-guest-macros", "wit-bindgen"] {
        let mut dependency = all_dependencies
            .get(name)
            .cloned()
            .ok_or_else(|| broken(format!("no {name}")))?;
        let place = CRATES.iter().find(|(known, _)| *known == name);
        if let (Some((_, folder)), Some(table)) = (place, dependency.as_table_mut()) {
            table.insert("path".to_owned(), (*folder).into());
        }
        dependencies.insert(name.to_owned(), dependency);
    }
    let members: Vec<Value> = CRATES.iter().map(|(_, folder)| (*folder).into()).collect();
    let workspace = Table::from_iter([
        ("resolver".to_owned(), "3".into()),
        ("members".to_owned(), members.into()),
        ("package".to_owned(), part("package")?),
        ("dependencies".to_owned(), dependencies.into()),
        ("lints".to_owned(), part("lints")?),
    ]);
    let manifest = Table::from_iter([("workspace".to_owned(), Value::Table(workspace))]);
    toml::to_string(&manifest).map_err(|error| broken(error.to_string()))
}
