//! `schema-registry-verify`.

use serde_json::Value;

use super::{SchemaType, client, wait};
use crate::access::BoxFuture;
use crate::actions::{Action, Arguments, Flow};
use crate::context::Context;
use crate::failure::Error;
use crate::retry::Retry;

struct Verify {
    subject: String,
    schema_type: SchemaType,
    compatibility: Option<String>,
    schema: String,
    /// Where the schema stands.
    at: usize,
}

pub(super) fn build(arguments: &mut Arguments) -> Result<Box<dyn Action>, Error> {
    let body = arguments.body();
    let Some(first) = body.first() else {
        return Err(Error::file("the schema is missing; write it below"));
    };
    let schema_type = SchemaType::take(arguments)?;
    let lines: Vec<&str> = body.iter().map(|line| line.text.as_str()).collect();
    let schema = lines.join("\n");
    if schema_type != SchemaType::Protobuf {
        serde_json::from_str::<Value>(&schema).map_err(|error| {
            Error::file(format!("the schema is not JSON: {error}")).at(first.at)
        })?;
    }
    Ok(Box::new(Verify {
        subject: arguments.text("subject")?,
        schema_type,
        compatibility: arguments.optional("compatibility-level"),
        schema,
        at: first.at,
    }))
}

impl Action for Verify {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            let client = client(context)?;
            let mut retry = Retry::new(&context.policy());
            let registered = wait::subject(&client, &self.subject, &mut retry).await;
            context.tries = retry.tries();
            let registered = registered?;
            let name = self.schema_type.name();
            if registered.schema_type != name {
                return Err(Error::test(format!(
                    "the schema of subject {} is of type {}, not {name}",
                    self.subject, registered.schema_type
                )));
            }
            if let Some(expected) = &self.compatibility {
                let level = client.compatibility(&self.subject).await?;
                if level != *expected {
                    return Err(Error::test(format!(
                        "the compatibility level of subject {} is {level}, not {expected}",
                        self.subject
                    )));
                }
            }
            let schema = registered.schema.trim();
            if Normal::of(self.schema_type, &self.schema) == Normal::of(self.schema_type, schema) {
                return Ok(Flow::Next);
            }
            if context.options.rewrite_results {
                return Ok(Flow::Rewrite(schema.lines().map(str::to_owned).collect()));
            }
            Err(
                Error::test(format!("subject {} has another schema", self.subject))
                    .difference(format!("- {}\n+ {schema}", self.schema))
                    .at(self.at),
            )
        })
    }
}

/// A schema without what is only a manner of writing.
#[derive(Debug, PartialEq)]
enum Normal {
    Json(Value),
    Text(String),
}

impl Normal {
    fn of(schema_type: SchemaType, text: &str) -> Self {
        let parsed = match schema_type {
            SchemaType::Avro => serde_json::from_str(text).ok().map(short),
            SchemaType::Json => serde_json::from_str(text).ok(),
            SchemaType::Protobuf => None,
        };
        match parsed {
            Some(value) => Self::Json(value),
            None => Self::Text(text.trim().to_owned()),
        }
    }
}

/// An Avro schema with `{"type": T}` as `T`: registries store it so.
fn short(value: Value) -> Value {
    match value {
        Value::Array(values) => Value::Array(values.into_iter().map(short).collect()),
        Value::Object(mut entries) => {
            if entries.len() == 1
                && let Some(inner) = entries.remove("type")
            {
                return short(inner);
            }
            let entries = entries.into_iter().map(|(key, value)| (key, short(value)));
            Value::Object(entries.collect())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manner_of_writing_does_not_count() {
        let same =
            |a: &str, b: &str| Normal::of(SchemaType::Avro, a) == Normal::of(SchemaType::Avro, b);
        assert!(same(
            r#"{"type": "array", "items": {"type": "string"}}"#,
            r#"{"items":"string","type":"array"}"#
        ));
        assert!(!same(
            r#"{"type": "array", "items": "string"}"#,
            r#"{"type": "array", "items": "bytes"}"#
        ));
        assert!(!same(r#"["null", "int"]"#, r#"["int", "null"]"#));
    }
}
