//! Every call as a span of events. The outermost layer: what an inner one refuses is told, too.

use std::sync::Arc;
use std::time::Instant;

use mzhost_testdrive::secrets::Secrets;
use serde_json::{Map, Value};

use crate::event::texts::change_value;
use crate::event::{EventKind, Events};
use crate::operation::Operation;
use crate::perform::{Answer, BoxFuture, Call, Perform};

/// Longest text of an argument in an event.
const LONGEST: usize = 1000;

/// Headers of HTTP whose value is secret.
const SECRET_HEADERS: [&str; 3] = ["authorization", "proxy-authorization", "cookie"];

/// Fields that hold passwords, or may hold them.
const SECRET: [&str; 4] = ["password", "parameters", "overrides", "documents"];

pub(super) struct Told {
    inner: Arc<dyn Perform>,
    events: Events,
}

impl Told {
    pub(super) fn new(inner: Arc<dyn Perform>, events: Events) -> Self {
        Self { inner, events }
    }
}

impl Perform for Told {
    fn perform(&self, call: Call) -> BoxFuture<'_, Answer> {
        // A message is an event of its own already.
        if matches!(call.operation, Operation::Log { .. }) {
            return self.inner.perform(call);
        }
        Box::pin(async move {
            let span = self.events.span();
            let parent = Some(call.caller.span);
            let mut operation = serde_json::to_value(&call.operation).unwrap_or(Value::Null);
            let op = operation
                .get("op")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned();
            // Before anything is cut: a part of a secret would not be found.
            let masker = self.events.masker();
            if masker.knows_any() {
                change_value(&mut operation, &|text| masker.mask_in(text));
            }
            redact(&mut operation);
            self.events
                .tell_in(span, parent, EventKind::CallStarted { operation });
            let begun = Instant::now();
            let answer = self.inner.perform(Call { span, ..call }).await;
            self.events.tell_in(
                span,
                parent,
                EventKind::CallFinished {
                    op,
                    fault: answer.as_ref().err().cloned(),
                    ms: crate::run::millis(begun.elapsed()),
                },
            );
            answer
        })
    }
}

/// Leaves passwords out and cuts long texts.
fn redact(value: &mut Value) {
    match value {
        Value::Object(map) => {
            redact_option(map);
            for (key, value) in map {
                if SECRET.contains(&key.as_str()) && !value.is_null() {
                    *value = Value::String("***".to_owned());
                } else if let ("body" | "document", Value::String(text)) = (key.as_str(), &*value) {
                    // A request's body in base64, or services: they may hold any secret, at any place.
                    *value = Value::String(format!("… ({} bytes)", text.len()));
                } else {
                    redact(value);
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(redact),
        Value::String(text) if text.len() > LONGEST => {
            let cut: String = text.chars().take(LONGEST).collect();
            *text = format!("{cut}… ({} bytes)", text.len());
        }
        _ => {}
    }
}

/// Masks what is secret in a name and its value: the option of a run of test files, a header.
fn redact_option(map: &mut Map<String, Value>) {
    let Some(name) = map.get("name").and_then(Value::as_str).map(str::to_owned) else {
        return;
    };
    if let Some(Value::String(value)) = map.get_mut("value") {
        let secrets = Secrets::default();
        secrets.add_url(value);
        secrets.add_variable(&name, value);
        if SECRET_HEADERS
            .iter()
            .any(|secret| name.eq_ignore_ascii_case(secret))
        {
            secrets.add(value);
        }
        *value = secrets.mask(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_never_reach_an_event() {
        let mut value = serde_json::json!({"target": {"user": "u", "password": "hunter2"}, "x": "y".repeat(2000)});
        redact(&mut value);
        let text = value.to_string();
        assert!(!text.contains("hunter2"));
        assert!(text.len() < 1200, "{}", text.len());
    }

    #[test]
    fn secrets_in_options_never_reach_an_event() {
        let option = |name: &str, value: &str| serde_json::json!({"name": name, "value": value});
        let mut value = serde_json::json!([
            option("postgres-url", "postgres://app:hunter2@db/shop"),
            option("var.password", "hunter2"),
            option("Authorization", "Basic hunter2"),
            option("jobs", "4"),
        ]);
        redact(&mut value);
        let text = value.to_string();
        assert!(!text.contains("hunter2"), "{text}");
        assert!(
            text.contains("app:***@db") && text.contains("\"4\""),
            "{text}"
        );
    }
}
