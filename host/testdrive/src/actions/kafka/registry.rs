//! What the Kafka actions ask the schema registry.

use super::tries::Tries;
use crate::actions::schema_registry;
use crate::avro::Schema;
use crate::context::Context;
use crate::failure::Error;
use crate::schema_registry::Registered;

/// The latest schema of a subject; none when there is none.
pub(super) async fn latest(
    context: &mut Context,
    subject: &str,
) -> Result<Option<Registered>, Error> {
    let registry = schema_registry::client(context)?;
    let mut tries = Tries::new(context);
    loop {
        if let Some(found) = tries.attempt(registry.latest(subject)).await? {
            return Ok(found);
        }
    }
}

/// Waits until there is a subject.
pub(super) async fn wait_subject(context: &mut Context, subject: &str) -> Result<(), Error> {
    let registry = schema_registry::client(context)?;
    let mut tries = Tries::new(context);
    loop {
        let found = async {
            let found = registry.latest(subject).await?;
            found
                .ok_or_else(|| Error::test(format!("the schema registry has no subject {subject}")))
        };
        let done = tries.attempt(found).await?;
        context.tries = tries.count();
        if done.is_some() {
            return Ok(());
        }
    }
}

/// Registers an Avro schema and gives its id, and the texts of the schemas that it refers to.
pub(super) async fn publish(
    context: &mut Context,
    subject: &str,
    schema: &str,
    references: &[String],
) -> Result<(u32, Vec<String>), Error> {
    let registry = schema_registry::client(context)?;
    let mut tries = Tries::new(context);
    loop {
        let published = async {
            let id = registry
                .publish(subject, schema, "AVRO", references)
                .await?;
            if references.is_empty() {
                return Ok((id, Vec::new()));
            }
            Ok((id, registry.by_id(id).await?.references))
        };
        if let Some(found) = tries.attempt(published).await? {
            return Ok(found);
        }
    }
}

/// The Avro schema of an id.
pub(super) async fn avro_by_id(context: &mut Context, id: u32) -> Result<Schema, Error> {
    let registry = schema_registry::client(context)?;
    let mut tries = Tries::new(context);
    loop {
        if let Some(found) = tries.attempt(registry.by_id(id)).await? {
            return avro(&found);
        }
    }
}

/// A registered schema as an Avro schema.
pub(super) fn avro(found: &Registered) -> Result<Schema, Error> {
    if found.schema_type != "AVRO" {
        return Err(Error::test(format!(
            "the schema {} of the registry is of the type {}, not AVRO",
            found.id, found.schema_type
        ))
        .fatal());
    }
    Schema::parse(&found.schema, &found.references).map_err(|problem| {
        let text = format!(
            "the schema {} of the registry is not usable: {problem}",
            found.id
        );
        Error::test(text).fatal()
    })
}
