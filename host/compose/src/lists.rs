//! Keys that are a list of `name=value` or a map: `environment`, `labels`, `args`, `sysctls`.

use std::collections::BTreeMap;

use crate::node::{Node, quoted};
use crate::place::Place;

/// Names with values; a name without one has `None`.
pub(crate) fn optional_values(place: &Place<'_>) -> BTreeMap<String, Option<String>> {
    let mut values = BTreeMap::new();
    match place.node {
        Node::Map(_) => {
            for (name, value) in place.entries().unwrap_or_default() {
                if !is_name(name) {
                    value.error(bad_name(name));
                } else if *value.node == Node::Null {
                    values.insert(name.to_owned(), None);
                } else if let Some(text) = value.scalar() {
                    values.insert(name.to_owned(), Some(text));
                }
            }
        }
        _ => {
            for item in place
                .items_or("a map or a list of name=value")
                .unwrap_or_default()
            {
                let Some(text) = item.scalar() else { continue };
                let (name, value) = match text.split_once('=') {
                    Some((name, value)) => (name, Some(value.to_owned())),
                    None => (text.as_str(), None),
                };
                if is_name(name) {
                    values.insert(name.to_owned(), value);
                } else {
                    item.error(bad_name(name));
                }
            }
        }
    }
    values
}

/// Names with values; a name without one has the empty text.
pub(crate) fn values(place: &Place<'_>) -> BTreeMap<String, String> {
    optional_values(place)
        .into_iter()
        .map(|(name, value)| (name, value.unwrap_or_default()))
        .collect()
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(['=', '\n'])
}

fn bad_name(name: &str) -> String {
    format!(
        "expected a name that is not empty and has no \"=\" or line break, found {}",
        quoted(name)
    )
}
