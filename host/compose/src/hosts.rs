//! `extra_hosts`: `host:ip`, `host=ip`, or a map, with IPv6 addresses in brackets or without.

use std::net::IpAddr;

use crate::model::ExtraHost;
use crate::node::Node;
use crate::place::Place;

/// The address that stands for the engine's machine.
const GATEWAY: &str = "host-gateway";

pub(crate) fn extra_hosts(place: &Place<'_>) -> Vec<ExtraHost> {
    if let Node::Map(_) = place.node {
        let entries = place.entries().unwrap_or_default();
        return entries
            .into_iter()
            .flat_map(|(host, value)| {
                let addresses = value.one_or_many();
                addresses
                    .iter()
                    .filter_map(|address| extra_host(address, host, &address.scalar()?))
                    .collect::<Vec<_>>()
            })
            .collect();
    }
    let items = place.items_or("a map or a list of host=address");
    items
        .unwrap_or_default()
        .iter()
        .filter_map(|item| {
            let text = item.scalar()?;
            // An IPv6 address has colons too, so "=" wins.
            match text.split_once('=').or_else(|| text.split_once(':')) {
                Some((host, address)) => extra_host(item, host, address),
                None => item.wanted("host=address"),
            }
        })
        .collect()
}

fn extra_host(place: &Place<'_>, host: &str, address: &str) -> Option<ExtraHost> {
    let address = address
        .strip_prefix('[')
        .and_then(|inner| inner.strip_suffix(']'))
        .unwrap_or(address);
    if host.is_empty() || host.contains(char::is_whitespace) {
        return place.wanted("host=address with a host name without spaces");
    }
    if address != GATEWAY && address.parse::<IpAddr>().is_err() {
        return place.wanted("an IP address or host-gateway for the host");
    }
    Some(ExtraHost {
        host: host.to_owned(),
        address: address.to_owned(),
    })
}
