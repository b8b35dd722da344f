//! `command`, `entrypoint` and other lists of texts.

use crate::node::Node;
use crate::place::Place;

/// A command: a list, or a text that is split as a shell splits words. Nothing is expanded.
pub(crate) fn command(place: &Place<'_>) -> Option<Vec<String>> {
    if let Node::Text(line) = place.node {
        return match shlex::split(line) {
            Some(words) => Some(words),
            None => place.wanted("words as a shell splits them, with every quote closed"),
        };
    }
    let items = place.items_or("a text or a list of texts")?;
    items.iter().map(Place::scalar).collect()
}

/// A list of texts that are not empty.
pub(crate) fn texts(place: &Place<'_>) -> Vec<String> {
    let items = place.items_or("a list of texts").unwrap_or_default();
    items.iter().filter_map(Place::text).collect()
}
