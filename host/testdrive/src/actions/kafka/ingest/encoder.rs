//! What stands before a datum, and the datum.

use bytes::{BufMut, Bytes};
use serde_json::Value;

use super::Part;
use crate::actions::kafka::format::{FRAME, Kind};
use crate::actions::kafka::registry;
use crate::avro::Schema;
use crate::context::Context;
use crate::failure::Error;

/// Which schema is registered or looked up, and whether its id stands before each datum.
pub(super) struct Registration {
    /// The schema's text.
    pub(super) schema: Option<String>,
    /// Where the schema, or what asks for one, stands.
    pub(super) at: usize,
    /// Whether the id stands before each datum.
    pub(super) framed: bool,
    /// A subject whose latest schema is used.
    pub(super) subject: Option<String>,
    /// Subjects that the schema refers to.
    pub(super) references: Vec<String>,
}

/// Makes bytes of what a line says.
pub(super) struct Encoder {
    /// How it is written.
    pub(super) kind: Kind,
    schema: Option<Schema>,
    id: Option<u32>,
}

impl Encoder {
    /// Registers the schema as this subject, or looks it up.
    pub(super) async fn new(
        context: &mut Context,
        part: &Part,
        subject: &str,
    ) -> Result<Self, Error> {
        let Part { kind, registration } = part;
        let mut encoder = Self {
            kind: *kind,
            schema: None,
            id: None,
        };
        let mut references = Vec::new();
        let mut text = registration.schema.clone();
        if let Some(subject) = &registration.subject {
            let found = latest(context, subject, registration.at).await?;
            references = found.references;
            text = text.or(Some(found.schema));
            encoder.id = Some(found.id);
        } else if *kind == Kind::Avro && registration.framed {
            let text = text.as_deref().unwrap_or_default();
            if registration.references.is_empty() {
                // A schema that is not one is not sent to the registry.
                parse(text, &[], registration.at)?;
            }
            let (id, texts) =
                registry::publish(context, subject, text, &registration.references).await?;
            references = texts;
            encoder.id = Some(id);
        } else {
            for subject in &registration.references {
                let found = latest(context, subject, registration.at).await?;
                references.extend(found.references);
                references.push(found.schema);
            }
        }
        if !registration.framed {
            encoder.id = None;
        } else if encoder.id.is_none() {
            let text = "confluent-wire-format=true needs schema-id-subject= here";
            return Err(Error::file(text).at(registration.at));
        }
        if *kind == Kind::Avro {
            let text = text.as_deref().unwrap_or_default();
            encoder.schema = Some(parse(text, &references, registration.at)?);
        }
        Ok(encoder)
    }

    /// An encoder without a registry.
    #[cfg(test)]
    pub(super) fn plain(kind: Kind) -> Self {
        Self {
            kind,
            schema: None,
            id: None,
        }
    }

    /// The bytes of a JSON value.
    pub(super) fn json(&self, value: &Value) -> Result<Bytes, String> {
        let datum = match &self.schema {
            Some(schema) => schema.encode(value)?,
            None => value.to_string().into_bytes(),
        };
        Ok(self.framed(datum))
    }

    /// Bytes with the schema's id before them.
    pub(super) fn framed(&self, datum: Vec<u8>) -> Bytes {
        let Some(id) = self.id else {
            return datum.into();
        };
        let mut framed = Vec::with_capacity(datum.len() + 5);
        framed.put_u8(FRAME);
        framed.put_u32(id);
        framed.extend(datum);
        framed.into()
    }
}

fn parse(text: &str, references: &[String], at: usize) -> Result<Schema, Error> {
    Schema::parse(text, references)
        .map_err(|problem| Error::file(format!("the Avro schema is wrong: {problem}")).at(at))
}

async fn latest(
    context: &mut Context,
    subject: &str,
    at: usize,
) -> Result<crate::schema_registry::Registered, Error> {
    let found = registry::latest(context, subject).await?;
    found.ok_or_else(|| Error::file(format!("the schema registry has no subject {subject}")).at(at))
}
