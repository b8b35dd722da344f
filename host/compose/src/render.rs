//! A [`Document`] as a Compose file that docker compose reads: what `mzhost config` prints.
//!
//! Parsing the text gives the same document.

use std::collections::BTreeMap;

use crate::emit::emit;
use crate::model::{Document, FileSource, Network, Volume};
use crate::node::Node;
use crate::render_service::service;

/// The text of a Compose file.
pub fn render(document: &Document) -> String {
    let mut root = Node::map([
        ("name", document.name.as_ref().map(Node::text)),
        ("services", Some(each(&document.services, service))),
        ("networks", filled(each(&document.networks, network))),
        ("volumes", filled(each(&document.volumes, volume))),
        ("configs", filled(each(&document.configs, source))),
        ("secrets", filled(each(&document.secrets, source))),
        ("x-mzhost", extension(document)),
    ]);
    escape(&mut root);
    emit(&root)
}

/// Our own keys.
fn extension(document: &Document) -> Option<Node> {
    let wants = filled(Node::Map(document.wants.clone()))?;
    Some(Node::map([("wants", Some(wants))]))
}

/// A map of the same names.
pub(crate) fn each<'a, T>(map: &'a BTreeMap<String, T>, render: impl Fn(&'a T) -> Node) -> Node {
    let entries = map
        .iter()
        .map(|(name, value)| (name.clone(), render(value)));
    Node::Map(entries.collect())
}

/// A list.
pub(crate) fn list<'a, T>(items: &'a [T], render: impl Fn(&'a T) -> Node) -> Node {
    Node::List(items.iter().map(render).collect())
}

/// Nothing for an empty list or map.
pub(crate) fn filled(node: Node) -> Option<Node> {
    match &node {
        Node::List(items) if items.is_empty() => None,
        Node::Map(entries) if entries.is_empty() => None,
        _ => Some(node),
    }
}

/// `true`, or nothing.
pub(crate) fn flag(set: bool) -> Option<Node> {
    set.then_some(Node::Bool(true))
}

fn network(network: &Network) -> Node {
    let map = Node::map([
        ("internal", flag(network.internal)),
        ("labels", filled(each(&network.labels, Node::text))),
    ]);
    filled(map).unwrap_or(Node::Null)
}

fn volume(volume: &Volume) -> Node {
    let map = Node::map([
        ("driver_opts", filled(each(&volume.driver_opts, Node::text))),
        ("labels", filled(each(&volume.labels, Node::text))),
    ]);
    filled(map).unwrap_or(Node::Null)
}

fn source(source: &FileSource) -> Node {
    let (key, text) = match source {
        FileSource::File(path) => ("file", path),
        FileSource::Content(text) => ("content", text),
        FileSource::Environment(name) => ("environment", name),
    };
    Node::map([(key, Some(Node::text(text)))])
}

/// Doubles dollar signs: variables were replaced already.
fn escape(node: &mut Node) {
    match node {
        Node::Text(text) => *text = text.replace('$', "$$"),
        Node::List(items) => items.iter_mut().for_each(escape),
        Node::Map(entries) => entries.iter_mut().for_each(|(_, value)| escape(value)),
        Node::Null | Node::Bool(_) | Node::Int(_) | Node::Float(_) => {}
    }
}
