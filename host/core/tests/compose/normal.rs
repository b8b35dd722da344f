//! What differs between any two containers, replaced: ids, times, addresses, paths, the project's name.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::case::folder;

/// In place of a value that is set anew each time.
const SET: &str = "(set)";

/// Fields that the engine fills anew for each object: whether they are set is compared, their value is not.
const FILLED: &[&str] = &[
    "Created",
    "CreatedAt",
    "StartedAt",
    "FinishedAt",
    "Pid",
    "SandboxID",
    "SandboxKey",
    "EndpointID",
    "MacAddress",
    "Gateway",
    "IPAddress",
    "IPv4Address",
    "LowerDir",
    "MergedDir",
    "UpperDir",
    "WorkDir",
];

/// Fields that say what happens at the moment, such as a health check's command that runs just now.
const MOMENTARY: &[&str] = &["ExecIDs"];

/// Lists whose order means nothing.
const SETS: &[&str] = &["Aliases", "Binds", "Env", "Mounts", "Ulimits"];

/// Texts that stand for something of the project, and what to write in their place.
pub(crate) struct Names {
    replaced: BTreeMap<String, String>,
    project: String,
    root: String,
}

impl Names {
    /// Of a project.
    pub(crate) fn new(project: &str) -> Self {
        Self {
            replaced: BTreeMap::new(),
            project: project.to_owned(),
            root: folder().display().to_string(),
        }
    }

    /// A container's id, in both lengths, and its anonymous volumes.
    pub(crate) fn container(&mut self, service: &str, whole: &Value) {
        let name = format!("(container {service})");
        if let Some(id) = whole.get("Id").and_then(Value::as_str) {
            self.replaced.insert(id.to_owned(), name.clone());
            if let Some(short) = id.get(..12) {
                self.replaced.insert(short.to_owned(), name);
            }
        }
        let mounts = whole.get("Mounts").and_then(Value::as_array);
        for mount in mounts.into_iter().flatten() {
            let volume = mount
                .get("Name")
                .and_then(Value::as_str)
                .filter(|name| is_id(name));
            if let Some(volume) = volume {
                self.replaced
                    .insert(volume.to_owned(), "(anonymous volume)".to_owned());
            }
        }
    }

    /// A network's id.
    pub(crate) fn network(&mut self, name: &str, id: &str) {
        self.replaced
            .insert(id.to_owned(), format!("(network {name})"));
    }

    fn text(&self, text: &str) -> String {
        let mut text = text
            .replace(&self.project, "PROJECT")
            .replace(&self.root, "ROOT");
        // The long id first: the short one is a part of it.
        for (from, to) in self.replaced.iter().rev() {
            text = text.replace(from, to);
        }
        text
    }
}

fn is_id(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The same for two objects that differ in nothing but their identity.
pub(crate) fn normal(value: Value, names: &Names) -> Value {
    match value {
        Value::String(text) => Value::String(names.text(&text)),
        Value::Array(items) => items.into_iter().map(|item| normal(item, names)).collect(),
        Value::Object(entries) => entries
            .into_iter()
            .filter(|(key, _)| !MOMENTARY.contains(&key.as_str()))
            .map(|(key, value)| {
                let value = normal(value, names);
                let value = if FILLED.contains(&key.as_str()) {
                    filled(value)
                } else if SETS.contains(&key.as_str()) {
                    sorted(value)
                } else {
                    value
                };
                (names.text(&key), value)
            })
            .collect(),
        other => other,
    }
}

/// Nothing stays nothing, and so does the zero of times.
fn filled(value: Value) -> Value {
    match &value {
        Value::String(text) if !text.is_empty() && !text.starts_with("0001-") => SET.into(),
        Value::Number(number) if number.as_i64() != Some(0) => SET.into(),
        _ => value,
    }
}

fn sorted(value: Value) -> Value {
    match value {
        Value::Array(mut items) => {
            items.sort_by_cached_key(|item| match item.get("Destination") {
                Some(target) => target.to_string(),
                None => item.to_string(),
            });
            Value::Array(items)
        }
        other => other,
    }
}
