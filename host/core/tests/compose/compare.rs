//! Two sets of objects, field by field.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::inspect::Objects;

/// One field that differs.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// The object, such as `container web`.
    pub(crate) object: String,
    /// Kind of object, then the keys and indices that lead to the field.
    pub(crate) path: Vec<String>,
    /// What docker-compose made, as JSON; `absent` when there is no such field.
    pub(crate) compose: String,
    /// What mzhost made.
    pub(crate) mzhost: String,
}

impl Found {
    /// The object's name without its kind.
    pub(crate) fn name(&self) -> &str {
        self.object.split_once(' ').map_or("", |(_, name)| name)
    }
}

/// All differences between two sides.
pub(crate) fn compare(compose: &Objects, mzhost: &Objects) -> Vec<Found> {
    let objects: BTreeSet<&String> = compose.keys().chain(mzhost.keys()).collect();
    let mut found = Vec::new();
    for object in objects {
        let kind = object.split(' ').next().unwrap_or(object);
        let mut path = vec![kind.to_owned()];
        fields(
            object,
            &mut path,
            compose.get(object),
            mzhost.get(object),
            &mut found,
        );
    }
    found
}

fn fields(
    object: &str,
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
                fields(object, path, left.get(key), right.get(key), found);
                path.pop();
            }
        }
        (Some(Value::Array(left)), Some(Value::Array(right))) => {
            for index in 0..left.len().max(right.len()) {
                path.push(index.to_string());
                fields(object, path, left.get(index), right.get(index), found);
                path.pop();
            }
        }
        (left, right) if same(left, right) => {}
        (left, right) => found.push(Found {
            object: object.to_owned(),
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
