//! Two sets of objects, field by field.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::inspect::Objects;

/// One field that differs.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Case and object, such as `networks: container web`.
    pub(crate) place: String,
    /// Kind of object, then the keys and indices that lead to the field.
    pub(crate) path: Vec<String>,
    /// What docker-compose made, as JSON; `absent` when there is no such field.
    pub(crate) compose: String,
    /// What mzhost made.
    pub(crate) mzhost: String,
}

/// All differences of a case.
pub(crate) fn compare(case: &str, compose: &Objects, mzhost: &Objects) -> Vec<Found> {
    let names: BTreeSet<&String> = compose.keys().chain(mzhost.keys()).collect();
    let mut found = Vec::new();
    for name in names {
        let kind = name.split(' ').next().unwrap_or(name);
        let mut path = vec![kind.to_owned()];
        let place = format!("{case}: {name}");
        fields(&place, &mut path, compose.get(name), mzhost.get(name), &mut found);
    }
    found
}

fn fields(
    place: &str,
    path: &mut Vec<String>,
    compose: Option<&Value>,
    mzhost: Option<&Value>,
    found: &mut Vec<Found>,
) {
    match (compose, mzhost) {
        (Some(Value::Object(left)), Some(Value::Object(right))) => {
            let keys: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
            for key in keys {
                path.push(key.replace('/', "~1"));
                fields(place, path, left.get(key), right.get(key), found);
                path.pop();
            }
        }
        (Some(Value::Array(left)), Some(Value::Array(right))) => {
            for index in 0..left.len().max(right.len()) {
                path.push(index.to_string());
                fields(place, path, left.get(index), right.get(index), found);
                path.pop();
            }
        }
        (left, right) if same(left, right) => {}
        (left, right) => found.push(Found {
            place: place.to_owned(),
            path: path.clone(),
            compose: shown(left),
            mzhost: shown(right),
        }),
    }
}

/// A field that is absent is the same as one that is null, and all that is empty is the same to the engine.
fn same(left: Option<&Value>, right: Option<&Value>) -> bool {
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => false,
    };
    match (left, right) {
        (Some(left), Some(right)) => left == right || (is_empty(left) && is_empty(right)),
        (None, Some(other)) | (Some(other), None) => other.is_null(),
        (None, None) => true,
    }
}

fn shown(value: Option<&Value>) -> String {
    value.map_or_else(|| "absent".to_owned(), Value::to_string)
}
