//! From parameters to a Compose document with one service.

use std::collections::BTreeSet;

use mzhost_compose::{Node, merge_service, read};

use crate::error::Error;
use crate::kind::Kind;

impl Kind {
    /// The service as a Compose document, with the named volumes and networks that it uses. `parameters` and
    /// `overrides` are JSON or YAML, or empty: a map of the service's parameters, and keys of a Compose service that
    /// are laid over it.
    pub fn render(&self, parameters: &str, overrides: &str) -> Result<Node, Error> {
        let given = self.read("the parameters", parameters)?;
        let scope = self.arguments(&given)?;
        let mut service = Node::Map(Vec::new());
        for fragment in &self.fragments {
            if fragment.when.as_ref().is_none_or(|when| scope.holds(when))
                && let Some(keys) = scope.value(&fragment.service)?
            {
                merge_service(&mut service, keys);
            }
        }
        let over = self.read("the override", overrides)?;
        if !matches!(over, Node::Map(_) | Node::Null) {
            return Err(Error::Text {
                what: format!("the override of {}", self.name),
                message: format!("expected a map of a service's keys, found {over}"),
            });
        }
        // A health check of the user's own takes the place of our quicker probe.
        if over.get("healthcheck").is_some()
            && let Some(mut own) = service.remove("x-mzhost")
        {
            own.remove("ready");
            service.set("x-mzhost", own);
        }
        merge_service(&mut service, over);
        if service.get("x-mzhost") == Some(&Node::Map(Vec::new())) {
            service.remove("x-mzhost");
        }
        let name = scope.get("name").and_then(Node::scalar).unwrap_or_default();
        Ok(document(name, service))
    }

    fn read(&self, what: &str, text: &str) -> Result<Node, Error> {
        if text.trim().is_empty() {
            return Ok(Node::Null);
        }
        read(text).map_err(|error| Error::Text {
            what: format!("{what} of {}", self.name),
            message: error.to_string(),
        })
    }
}

fn document(name: String, service: Node) -> Node {
    let volumes = declared(volumes(&service));
    let networks = declared(networks(&service));
    let services = Node::Map(vec![(name, service)]);
    Node::map([
        ("services", Some(services)),
        ("networks", networks),
        ("volumes", volumes),
    ])
}

/// Entries of these names.
fn declared(names: BTreeSet<String>) -> Option<Node> {
    let empty = names.is_empty();
    let entries = names.into_iter().map(|name| (name, Node::Map(Vec::new())));
    (!empty).then(|| Node::Map(entries.collect()))
}

/// The named volumes that a service mounts.
fn volumes(service: &Node) -> BTreeSet<String> {
    let Some(Node::List(items)) = service.get("volumes") else {
        return BTreeSet::new();
    };
    let sources = items.iter().filter_map(|item| match item {
        Node::Text(text) => Some(text.split_once(':')?.0.to_owned()),
        Node::Map(_) if item.get("type") == Some(&Node::text("volume")) => {
            item.get("source")?.scalar()
        }
        _ => None,
    });
    sources
        .filter(|source| !source.starts_with(['.', '/', '~']))
        .collect()
}

/// The networks that a service joins, but for the one that is always there.
fn networks(service: &Node) -> BTreeSet<String> {
    let names: Vec<String> = match service.get("networks") {
        Some(Node::Map(entries)) => entries.iter().map(|(name, _)| name.clone()).collect(),
        Some(Node::List(items)) => items.iter().filter_map(Node::scalar).collect(),
        _ => Vec::new(),
    };
    names.into_iter().filter(|name| name != "default").collect()
}
