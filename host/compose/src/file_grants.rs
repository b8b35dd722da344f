//! `configs` and `secrets`: what a service asks for, and where the top level says they come from.

use crate::keys::Keys;
use crate::model::{FileGrant, FileSource};
use crate::node::Node;
use crate::place::Place;

/// What a long form says.
#[derive(Default)]
struct Long {
    source: Option<String>,
    target: Option<String>,
    uid: Option<u32>,
    gid: Option<u32>,
    mode: Option<u32>,
}

const LONG: Keys<Long> = Keys {
    known: &[
        ("source", |long, place| long.source = place.text()),
        ("target", |long, place| long.target = place.text()),
        ("uid", |long, place| {
            long.uid = place.integer("the number of a user");
        }),
        ("gid", |long, place| {
            long.gid = place.integer("the number of a group");
        }),
        ("mode", |long, place| long.mode = place.mode()),
    ],
    refused: &[],
};

/// Reads `configs` or `secrets` of a service; a target that is not absolute is below `folder`.
pub(crate) fn grants(place: &Place<'_>, folder: &str) -> Vec<FileGrant> {
    let items = place.items().unwrap_or_default();
    let grants = items.iter().filter_map(|item| grant(item, folder));
    grants.collect()
}

fn grant(place: &Place<'_>, folder: &str) -> Option<FileGrant> {
    let mut long = Long::default();
    match place.node {
        Node::Map(_) => LONG.read(&mut long, place)?,
        _ => long.source = place.text(),
    }
    let Some(source) = long.source else {
        place.error("the long form needs \"source\"");
        return None;
    };
    let target = match long.target {
        Some(path) if path.starts_with('/') => path,
        Some(path) => format!("{folder}/{path}"),
        None => format!("{folder}/{source}"),
    };
    Some(FileGrant {
        source,
        target,
        uid: long.uid,
        gid: long.gid,
        mode: long.mode,
    })
}

/// The sources that a top-level entry names; one is right.
type Sources = Vec<FileSource>;

const CONFIG: Keys<Sources> = Keys {
    known: &[
        ("file", |sources, place| {
            sources.extend(place.text().map(FileSource::File));
        }),
        ("content", |sources, place| {
            sources.extend(place.scalar().map(FileSource::Content));
        }),
        ("environment", |sources, place| {
            sources.extend(place.text().map(FileSource::Environment));
        }),
    ],
    refused: REFUSED,
};

const SECRET: Keys<Sources> = Keys {
    known: &[
        ("file", |sources, place| {
            sources.extend(place.text().map(FileSource::File));
        }),
        ("environment", |sources, place| {
            sources.extend(place.text().map(FileSource::Environment));
        }),
    ],
    refused: &[
        ("content", "use environment or file, or a config"),
        ("external", "use file or environment"),
        ("name", "the key is the name"),
        ("labels", "remove it"),
        ("driver", "use file or environment"),
        ("driver_opts", "use file or environment"),
        ("template_driver", "use variables of the document"),
    ],
};

const REFUSED: &[(&str, &str)] = &[
    ("external", "use file, content or environment"),
    ("name", "the key is the name"),
    ("labels", "remove it"),
    ("template_driver", "use variables of the document"),
];

/// Reads an entry of the top-level `configs`.
pub(crate) fn config(place: &Place<'_>) -> FileSource {
    source(&CONFIG, "one of file, content or environment", place)
}

/// Reads an entry of the top-level `secrets`.
pub(crate) fn secret(place: &Place<'_>) -> FileSource {
    source(&SECRET, "one of file or environment", place)
}

fn source(keys: &Keys<Sources>, what: &str, place: &Place<'_>) -> FileSource {
    let mut sources = Sources::new();
    keys.read(&mut sources, place);
    let is_known = |key: &str| keys.known.iter().any(|(known, _)| *known == key);
    let found: Vec<_> = place.entries().unwrap_or_default();
    let named = found.iter().filter(|(key, _)| is_known(key)).count();
    // Another key is a mistake that was noted already.
    if named > 1 || found.is_empty() {
        place.error(format!("expected {what}, found {named} of them"));
    }
    // A document with mistakes is thrown away, until then the name counts as declared.
    sources.pop().unwrap_or(FileSource::Content(String::new()))
}
