//! Names that services use must be declared; the network `default` declares itself.

use crate::model::{Document, MountKind, NetworkMode, Service};
use crate::names;
use crate::place::Place;

/// Notes every name that nothing declares.
pub(crate) fn check(document: &mut Document, root: &Place<'_>) {
    let default = "default";
    if document
        .services
        .values()
        .any(|s| s.networks.contains_key(default))
    {
        document.networks.entry(default.to_owned()).or_default();
    }
    let places = root.get("services").map(|services| services.named());
    for (name, place) in places.unwrap_or_default() {
        if let Some(service) = document.services.get(name) {
            check_service(document, service, &place);
        }
    }
}

fn check_service(document: &Document, service: &Service, place: &Place<'_>) {
    let services = || document.services.keys().map(String::as_str);
    for (name, dependency) in &service.depends_on {
        if dependency.required && !document.services.contains_key(name) {
            missing(place, "depends_on", "service", name, services());
        }
    }
    if let Some(NetworkMode::Service(name)) = &service.network_mode
        && !document.services.contains_key(name)
    {
        missing(place, "network_mode", "service", name, services());
    }
    for name in service.networks.keys() {
        if !document.networks.contains_key(name) {
            let known = document.networks.keys().map(String::as_str);
            missing(place, "networks", "network", name, known);
        }
    }
    for mount in &service.volumes {
        if let MountKind::Volume {
            source: Some(name), ..
        } = &mount.kind
            && !document.volumes.contains_key(name)
        {
            let known = document.volumes.keys().map(String::as_str);
            missing(place, "volumes", "volume", name, known);
        }
    }
    for (key, what, grants, known) in [
        ("configs", "config", &service.configs, &document.configs),
        ("secrets", "secret", &service.secrets, &document.secrets),
    ] {
        for grant in grants {
            if !known.contains_key(&grant.source) {
                missing(
                    place,
                    key,
                    what,
                    &grant.source,
                    known.keys().map(String::as_str),
                );
            }
        }
    }
}

fn missing<'a>(
    service: &Place<'_>,
    key: &str,
    what: &str,
    name: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) {
    let Some(place) = service.get(key).filter(|place| !place.full()) else {
        return;
    };
    let hint = names::did_you_mean(name, known.clone());
    let place = named_at(&place, name);
    let known = names::listed(known);
    place.error(if known.is_empty() {
        format!("the {what} {name:?} is not declared, add it under the top-level {what}s")
    } else {
        format!("the {what} {name:?} is not declared{hint}, declared: {known}")
    });
}

/// The item or key that names the thing, else the whole value.
fn named_at<'a>(place: &Place<'a>, name: &str) -> Place<'a> {
    if let Some(entry) = place.get(name) {
        return entry;
    }
    let items = match place.node {
        crate::node::Node::List(_) => place.items().unwrap_or_default(),
        _ => Vec::new(),
    };
    let names_it = |item: &Place<'a>| {
        let source = item.node.get("source").unwrap_or(item.node).scalar();
        source.is_some_and(|text| {
            text == name
                || text
                    .strip_prefix(name)
                    .is_some_and(|rest| rest.starts_with(':'))
        })
    };
    items
        .into_iter()
        .find(names_it)
        .unwrap_or_else(|| place.clone())
}
