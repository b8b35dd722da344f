//! `volumes` of a service and the short `tmpfs`.

use std::collections::BTreeSet;

use crate::keys::Keys;
use crate::model::{Mount, MountKind, Tmpfs};
use crate::node::Node;
use crate::place::Place;

const SHORT: &str = "[SOURCE:]/TARGET[:ro|rw]";

/// Reads `volumes`; no two may have one target.
pub(crate) fn mounts(place: &Place<'_>) -> Vec<Mount> {
    let mut mounts = Vec::new();
    let mut targets = BTreeSet::new();
    for item in place.items().unwrap_or_default() {
        let mount = match item.node {
            Node::Map(_) => long(&item),
            _ => short(&item),
        };
        let Some(mount) = mount else { continue };
        if !targets.insert(mount.target.clone()) {
            item.error(format!("two mounts at {:?}, keep one", mount.target));
        }
        mounts.push(mount);
    }
    mounts
}

/// Reads `tmpfs`: `/TARGET[:OPTIONS]`, one or a list.
pub(crate) fn tmpfs(place: &Place<'_>) -> Vec<Tmpfs> {
    let read = |item: &Place<'_>| {
        let text = item.text()?;
        let (target, options) = text.split_once(':').unwrap_or((&text, ""));
        if !target.starts_with('/') {
            return item.wanted("/TARGET or /TARGET:OPTIONS with an absolute path");
        }
        Some(Tmpfs {
            target: target.to_owned(),
            options: options.to_owned(),
        })
    };
    place.one_or_many().iter().filter_map(read).collect()
}

fn short(place: &Place<'_>) -> Option<Mount> {
    let text = place.text()?;
    let parts: Vec<&str> = text.split(':').collect();
    let (source, target, options) = match parts.as_slice() {
        [target] => (None, *target, ""),
        [source, target] if target.starts_with('/') => (Some(*source), *target, ""),
        [target, options] if target.starts_with('/') => (None, *target, *options),
        [source, target, options] => (Some(*source), *target, *options),
        _ => return place.wanted(SHORT),
    };
    if !target.starts_with('/') {
        return place.wanted(&format!("{SHORT} with an absolute path in the container"));
    }
    let mut read_only = false;
    let mut nocopy = false;
    for option in options.split(',').filter(|option| !option.is_empty()) {
        match option {
            "ro" => read_only = true,
            "nocopy" => nocopy = true,
            // Labels of SELinux: a copy or a volume has the right ones already.
            "rw" | "z" | "Z" => {}
            _ => return place.wanted("the options ro, rw, nocopy, z or Z after the target"),
        }
    }
    let kind = match source {
        Some(source) if source.starts_with(['/', '.']) => MountKind::Bind {
            source: source.to_owned(),
        },
        Some("") => return place.wanted(SHORT),
        Some(source) if source.starts_with('~') => return no_home(place),
        source => MountKind::Volume {
            source: source.map(str::to_owned),
            nocopy,
        },
    };
    if nocopy && matches!(kind, MountKind::Bind { .. }) {
        return place.wanted("\"nocopy\" with a volume only");
    }
    Some(Mount {
        kind,
        target: target.to_owned(),
        read_only,
    })
}

fn no_home<T>(place: &Place<'_>) -> Option<T> {
    place.wanted("a path relative to the composition's root, \"~\" is not expanded")
}

/// The three types of the long form.
#[derive(Clone, Copy, PartialEq)]
enum Type {
    Volume,
    Bind,
    Tmpfs,
}

/// What the long form says.
#[derive(Default)]
struct Long {
    kind: Option<Type>,
    source: Option<String>,
    target: Option<String>,
    read_only: bool,
    nocopy: bool,
    size: Option<u64>,
    mode: Option<u32>,
}

const LONG: Keys<Long> = Keys {
    known: &[
        ("type", |long, place| {
            long.kind = place.choice(&[
                ("volume", Type::Volume),
                ("bind", Type::Bind),
                ("tmpfs", Type::Tmpfs),
            ]);
        }),
        ("source", |long, place| long.source = place.text()),
        ("target", |long, place| long.target = place.absolute_path()),
        ("read_only", |long, place| {
            long.read_only = place.boolean().unwrap_or_default();
        }),
        ("volume", |long, place| {
            VOLUME.read(long, place);
        }),
        ("bind", |long, place| {
            BIND.read(long, place);
        }),
        ("tmpfs", |long, place| {
            TMPFS.read(long, place);
        }),
    ],
    refused: &[
        ("consistency", "it has no effect on Linux, remove it"),
        ("image", "copy the files with the composition's copy call"),
    ],
};

const VOLUME: Keys<Long> = Keys {
    known: &[("nocopy", |long, place| {
        long.nocopy = place.boolean().unwrap_or_default();
    })],
    refused: &[
        ("subpath", "use a volume of its own"),
        (
            "labels",
            "put labels on the volume under the top-level volumes",
        ),
    ],
};

const BIND: Keys<Long> = Keys {
    known: &[
        ("create_host_path", |_, place| {
            if place.boolean() == Some(true) {
                place.error("mzhost never creates folders on the machine, remove this key and make the folder");
            }
        }),
        // As z and Z of the short form.
        ("selinux", |_, place| {
            place.choice(&[("z", ()), ("Z", ())]);
        }),
    ],
    refused: &[
        ("propagation", "binds are private, remove it"),
        ("recursive", "remove it"),
    ],
};

const TMPFS: Keys<Long> = Keys {
    known: &[
        ("size", |long, place| long.size = place.bytes()),
        ("mode", |long, place| long.mode = place.mode()),
    ],
    refused: &[],
};

fn long(place: &Place<'_>) -> Option<Mount> {
    let mut long = Long::default();
    LONG.read(&mut long, place)?;
    for needed in ["type", "target"] {
        if place.get(needed).is_none() {
            place.error(format!("a mount in the long form needs {needed:?}"));
        }
    }
    let kind = long.kind?;
    for (key, of) in [
        ("volume", Type::Volume),
        ("bind", Type::Bind),
        ("tmpfs", Type::Tmpfs),
    ] {
        if let Some(options) = place.get(key).filter(|_| of != kind) {
            options.error(format!("only a mount of type {key} takes this key"));
        }
    }
    let kind = match (kind, long.source) {
        (Type::Volume, source) => MountKind::Volume {
            source,
            nocopy: long.nocopy,
        },
        (Type::Bind, Some(source)) if source.starts_with('~') => return no_home(place),
        // Without the dot, readers of the short form would see a volume's name.
        (Type::Bind, Some(source)) if !source.starts_with(['/', '.']) => MountKind::Bind {
            source: format!("./{source}"),
        },
        (Type::Bind, Some(source)) => MountKind::Bind { source },
        (Type::Bind, None) => {
            place.error("a mount of type bind needs \"source\", a path");
            return None;
        }
        (Type::Tmpfs, None) => MountKind::Tmpfs {
            size: long.size,
            mode: long.mode,
        },
        (Type::Tmpfs, Some(_)) => {
            place.error("a mount of type tmpfs has no \"source\", remove it");
            return None;
        }
    };
    Some(Mount {
        kind,
        target: long.target?,
        read_only: long.read_only,
    })
}
