//! `networks` and `network_mode` of a service.

use std::collections::BTreeMap;

use crate::command::texts;
use crate::keys::Keys;
use crate::model::{Attachment, NetworkMode};
use crate::node::Node;
use crate::place::Place;

const ATTACHMENT: Keys<Attachment> = Keys {
    known: &[("aliases", |attachment, place| {
        attachment.aliases = texts(place);
    })],
    refused: &[
        (
            "ipv4_address",
            "the engine chooses addresses, use the service's name",
        ),
        (
            "ipv6_address",
            "the engine chooses addresses, use the service's name",
        ),
        (
            "link_local_ips",
            "the engine chooses addresses, use the service's name",
        ),
        ("mac_address", "remove it"),
        ("priority", "remove it"),
        ("gw_priority", "remove it"),
        ("interface_name", "remove it"),
        ("driver_opts", "remove it"),
    ],
};

/// Reads `networks`: a list of names, or a map from names to attachments.
pub(crate) fn networks(place: &Place<'_>) -> BTreeMap<String, Attachment> {
    let mut networks = BTreeMap::new();
    if let Node::Map(_) = place.node {
        for (name, value) in place.entries().unwrap_or_default() {
            let mut attachment = Attachment::default();
            if *value.node != Node::Null {
                ATTACHMENT.read(&mut attachment, &value);
            }
            networks.insert(name.to_owned(), attachment);
        }
        return networks;
    }
    for item in place
        .items_or("a list of networks or a map")
        .unwrap_or_default()
    {
        networks.extend(item.text().map(|name| (name, Attachment::default())));
    }
    networks
}

/// Reads `network_mode`.
pub(crate) fn network_mode(place: &Place<'_>) -> Option<NetworkMode> {
    let text = place.text()?;
    match text.as_str() {
        "host" => Some(NetworkMode::Host),
        "none" => Some(NetworkMode::None),
        mode => match mode.split_once(':') {
            Some(("service", service)) if !service.is_empty() => {
                Some(NetworkMode::Service(service.to_owned()))
            }
            Some(("container", _)) => {
                place.error(
                    "containers outside the composition are out of reach, use \"service:NAME\"",
                );
                None
            }
            _ if mode == "bridge" || mode == "default" => {
                place.error(format!(
                    "the engine's own network {mode:?} is not used, remove network_mode to join the network \"default\" of the composition"
                ));
                None
            }
            _ => place.wanted("host, none or service:NAME"),
        },
    }
}
