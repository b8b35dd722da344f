//! The keys of a document, and the things under them that are not services.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Kind;
use crate::file_grants;
use crate::keys::Keys;
use crate::lists;
use crate::model::{Document, Network, Volume};
use crate::node::{Node, quoted};
use crate::place::Place;
use crate::service::service;

pub(crate) const DOCUMENT: Keys<Document> = Keys {
    known: &[
        ("name", |document, place| {
            document.name = project_name(place);
        }),
        // Compose ignores it too.
        ("version", |_, _| {}),
        ("services", |document, place| {
            document.services = named(place, service);
        }),
        ("networks", |document, place| {
            document.networks = named(place, |_, place| network(place));
        }),
        ("volumes", |document, place| {
            document.volumes = named(place, |_, place| volume(place));
        }),
        ("configs", |document, place| {
            document.configs = named(place, |_, place| file_grants::config(place));
        }),
        ("secrets", |document, place| {
            document.secrets = named(place, |_, place| file_grants::secret(place));
        }),
        ("x-mzhost", |document, place| {
            EXTENSION.read(document, place);
        }),
    ],
    refused: &[
        (
            "include",
            "put all services in one document, or build it in the guest's language",
        ),
        ("models", "remove it"),
    ],
};

/// Our own keys of the whole document.
const EXTENSION: Keys<Document> = Keys {
    known: &[("wants", |document, place| {
        let entries = place.entries().unwrap_or_default().into_iter();
        document.wants = entries
            .map(|(key, value)| (key.to_owned(), value.node.clone()))
            .collect();
    })],
    refused: &[],
};

fn named<T>(place: &Place<'_>, read: impl Fn(&str, &Place<'_>) -> T) -> BTreeMap<String, T> {
    let entries = place.named().into_iter();
    entries
        .map(|(name, value)| (name.to_owned(), read(name, &value)))
        .collect()
}

fn project_name(place: &Place<'_>) -> Option<String> {
    let name = place.text()?;
    let good = name.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-'))
        && name.len() <= 63;
    if !good {
        place.error_of(
            Kind::Name,
            format!(
                "the name {} is not allowed: use 1 to 63 lower-case letters, digits, \"_\" and \"-\", the first a letter or digit",
                quoted(&name)
            ),
        );
    }
    Some(name)
}

const NETWORK: Keys<Network> = Keys {
    known: &[
        ("driver", |_, place| {
            place.choice(&[("bridge", ())]);
        }),
        ("internal", |network, place| {
            network.internal = place.boolean().unwrap_or_default();
        }),
        ("labels", |network, place| {
            network.labels = lists::values(place);
        }),
    ],
    refused: &[
        (
            "attachable",
            "only this composition's containers join, remove it",
        ),
        ("driver_opts", "remove it"),
        ("enable_ipv4", "remove it"),
        ("enable_ipv6", "remove it"),
        ("external", "every run has networks of its own, remove it"),
        ("ipam", "subnets come from mzhost's own pool, remove it"),
        (
            "name",
            "mzhost names it after the project, the key is its name here",
        ),
    ],
};

fn network(place: &Place<'_>) -> Network {
    let mut network = Network::default();
    if *place.node != Node::Null {
        NETWORK.read(&mut network, place);
    }
    network
}

const VOLUME: Keys<Volume> = Keys {
    known: &[
        ("driver", |_, place| {
            place.choice(&[("local", ())]);
        }),
        ("driver_opts", |volume, place| {
            volume.driver_opts = driver_opts(place);
        }),
        ("labels", |volume, place| {
            volume.labels = lists::values(place);
        }),
    ],
    refused: &[
        ("external", "every run has volumes of its own, remove it"),
        (
            "name",
            "mzhost names it after the project, the key is its name here",
        ),
    ],
};

fn volume(place: &Place<'_>) -> Volume {
    let mut volume = Volume::default();
    if *place.node != Node::Null {
        VOLUME.read(&mut volume, place);
    }
    volume
}

/// Options of a memory volume. The local driver would mount anything of the machine otherwise.
fn driver_opts(place: &Place<'_>) -> BTreeMap<String, String> {
    const MOUNT_OPTIONS: [&str; 4] = ["size", "mode", "uid", "gid"];
    let mut options = BTreeMap::new();
    let entries = place.entries().unwrap_or_default();
    let keys: BTreeSet<_> = entries.iter().map(|(key, _)| *key).collect();
    let is_memory = keys.contains("type") && keys.contains("device");
    if !keys.is_empty() && !is_memory {
        place.error("only a memory volume is supported: \"type: tmpfs\" and \"device: tmpfs\"");
    }
    for (key, value) in entries {
        let Some(text) = value.scalar() else { continue };
        let good = match key {
            "type" | "device" => text == "tmpfs",
            "o" => text.split(',').all(|option| {
                let (name, _) = option.split_once('=').unwrap_or((option, ""));
                MOUNT_OPTIONS.contains(&name) && option.contains('=')
            }),
            _ => {
                value.error("unknown option, a memory volume has type, device and o");
                continue;
            }
        };
        match key {
            _ if good => {}
            "o" => value.expected("size=, mode=, uid= or gid=, separated by commas"),
            _ => value.expected("tmpfs, only memory volumes are supported"),
        }
        options.insert(key.to_owned(), text);
    }
    options
}
