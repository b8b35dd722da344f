//! `ports` and `expose`, ranges expanded.

use std::net::IpAddr;
use std::ops::RangeInclusive;

use crate::keys::Keys;
use crate::model::{ExposedPort, Port, Protocol};
use crate::node::Node;
use crate::place::Place;

/// The most ports of one service, so that ranges cannot exhaust memory or the engine.
const MOST: usize = 1000;

const SHORT: &str = "[[ADDRESS:]PORT:]PORT[/tcp|udp] with ports or ranges from 1 to 65535";

/// Reads `ports`.
pub(crate) fn ports(place: &Place<'_>) -> Vec<Port> {
    let mut ports = Vec::new();
    for item in place.items().unwrap_or_default() {
        let read = match item.node {
            Node::Map(_) => long(&item).map(|port| vec![port]),
            _ => short(&item),
        };
        ports.extend(read.unwrap_or_default());
        if too_many(place, ports.len()) {
            break;
        }
    }
    ports
}

/// Reads `expose`.
pub(crate) fn expose(place: &Place<'_>) -> Vec<ExposedPort> {
    let mut ports = Vec::new();
    for item in place.items().unwrap_or_default() {
        let Some(text) = item.scalar() else { continue };
        let parsed =
            with_protocol(&text).and_then(|(text, protocol)| Some((range(text)?, protocol)));
        match parsed {
            Some((range, protocol)) => {
                ports.extend(range.map(|port| ExposedPort { port, protocol }));
            }
            None => item.expected("PORT[/tcp|udp] with a port or range from 1 to 65535"),
        }
        if too_many(place, ports.len()) {
            break;
        }
    }
    ports
}

fn too_many(place: &Place<'_>, count: usize) -> bool {
    if count > MOST {
        place.error(format!("more than {MOST} ports, use smaller ranges"));
    }
    count > MOST
}

/// The short form, split from its end: addresses of IPv6 have colons too.
fn short(place: &Place<'_>) -> Option<Vec<Port>> {
    let text = place.scalar()?;
    let Some((rest, protocol)) = with_protocol(&text) else {
        return place.wanted(SHORT);
    };
    let (before, target) = match rest.rsplit_once(':') {
        Some((before, target)) => (Some(before), target),
        None => (None, rest),
    };
    let (host_ip, published) = match before.map(|before| (before, before.rsplit_once(':'))) {
        Some((_, Some((address, published)))) => (Some(address), published),
        Some((published, None)) => (None, published),
        None => (None, ""),
    };
    let Some(target) = range(target) else {
        return place.wanted(SHORT);
    };
    let host_ip = match host_ip {
        Some(address) => Some(ip(place, address)?),
        None => None,
    };
    if published.is_empty() || published == "0" {
        let port = |target| Port {
            target,
            published: None,
            host_ip: host_ip.clone(),
            protocol,
        };
        return Some(target.map(port).collect());
    }
    let Some(published) = range(published) else {
        return place.wanted(SHORT);
    };
    if published.len() != target.len() {
        return place.wanted("two ranges of the same length");
    }
    let port = |(target, published)| Port {
        target,
        published: Some(published),
        host_ip: host_ip.clone(),
        protocol,
    };
    Some(target.zip(published).map(port).collect())
}

fn with_protocol(text: &str) -> Option<(&str, Protocol)> {
    match text.rsplit_once('/') {
        None => Some((text, Protocol::Tcp)),
        Some((rest, "tcp")) => Some((rest, Protocol::Tcp)),
        Some((rest, "udp")) => Some((rest, Protocol::Udp)),
        Some(_) => None,
    }
}

fn range(text: &str) -> Option<RangeInclusive<u16>> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    // The library's number parser takes a sign, ports have none.
    let port = |text: &str| text.parse::<u16>().ok().filter(|_| !text.starts_with('+'));
    let (first, last) = (port(first)?, port(last)?);
    (first > 0 && first <= last).then_some(first..=last)
}

fn ip(place: &Place<'_>, text: &str) -> Option<String> {
    let address = text
        .strip_prefix('[')
        .and_then(|inner| inner.strip_suffix(']'))
        .unwrap_or(text);
    if address.parse::<IpAddr>().is_err() {
        return place.wanted("an IP address before the published port");
    }
    Some(address.to_owned())
}

/// What the long form says.
#[derive(Default)]
struct Long {
    target: Option<u16>,
    published: Option<u16>,
    host_ip: Option<String>,
    protocol: Option<Protocol>,
}

const LONG: Keys<Long> = Keys {
    known: &[
        ("target", |long, place| long.target = place.port()),
        ("published", |long, place| {
            const WHAT: &str = "one port from 1 to 65535, ranges are for the short form";
            let port: Option<u16> = place.integer(WHAT);
            long.published = port.filter(|port| *port > 0);
        }),
        ("host_ip", |long, place| {
            long.host_ip = place.text().and_then(|text| ip(place, &text));
        }),
        ("protocol", |long, place| {
            long.protocol = place.choice(&[("tcp", Protocol::Tcp), ("udp", Protocol::Udp)]);
        }),
        // One engine has no difference between the two.
        ("mode", |_, place| {
            place.choice(&[("host", ()), ("ingress", ())]);
        }),
    ],
    refused: &[
        ("name", "it has no effect, remove it"),
        ("app_protocol", "it has no effect, remove it"),
    ],
};

fn long(place: &Place<'_>) -> Option<Port> {
    let mut long = Long::default();
    LONG.read(&mut long, place)?;
    if place.get("target").is_none() {
        place.error("a port in the long form needs \"target\"");
    }
    Some(Port {
        target: long.target?,
        published: long.published,
        host_ip: long.host_ip,
        protocol: long.protocol.unwrap_or(Protocol::Tcp),
    })
}
