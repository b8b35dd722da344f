//! Messages as lines.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use bytes::{Buf, Bytes};

use super::expected::{MISSING, header_token};
use crate::actions::kafka::format::{FRAME, Kind, NULL, canonical, show, show_text};
use crate::actions::kafka::registry;
use crate::avro::Schema;
use crate::context::Context;
use crate::failure::Error;
use crate::kafka::Stored;

/// How messages are shown.
pub(super) struct Layout {
    /// Names of the headers.
    pub(super) headers: Vec<String>,
    /// How keys are shown, if they are.
    pub(super) key: Option<Kind>,
    /// How values are shown.
    pub(super) value: Kind,
}

/// The schemas that messages name.
pub(super) type Schemas = BTreeMap<u32, Schema>;

/// A message as a line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shown {
    /// Headers, key and value.
    pub(super) text: String,
    /// Its partition.
    pub(super) partition: i32,
}

impl Layout {
    /// Looks up the schemas that messages name and that are not known yet.
    pub(super) async fn learn(
        &self,
        context: &mut Context,
        records: &[Stored],
        schemas: &mut Schemas,
    ) -> Result<(), Error> {
        for stored in records {
            let record = &stored.record;
            let key = record.key.as_ref().filter(|_| self.key == Some(Kind::Avro));
            let value = record.value.as_ref().filter(|_| self.value == Kind::Avro);
            for bytes in key.into_iter().chain(value) {
                let id = frame(bytes).map_err(|problem| wrong(stored, &problem))?.0;
                if let Entry::Vacant(entry) = schemas.entry(id) {
                    entry.insert(registry::avro_by_id(context, id).await?);
                }
            }
        }
        Ok(())
    }

    /// A message as a line, before masking.
    pub(super) fn show(&self, stored: &Stored, schemas: &Schemas) -> Result<Shown, Error> {
        let record = &stored.record;
        let mut pieces: Vec<String> = Vec::new();
        for name in &self.headers {
            let found = record.headers.iter().find(|(header, _)| header == name);
            pieces.push(found.map_or_else(
                || MISSING.to_owned(),
                |(_, value)| header_token(value.as_deref()),
            ));
        }
        if let Some(kind) = self.key {
            let key = piece(kind, record.key.as_ref(), schemas);
            pieces.push(key.map_err(|problem| wrong(stored, &format!("its key: {problem}")))?);
        }
        let value = piece(self.value, record.value.as_ref(), schemas);
        pieces.push(value.map_err(|problem| wrong(stored, &problem))?);
        Ok(Shown {
            text: pieces.join(" "),
            partition: stored.partition,
        })
    }
}

/// A key or a value.
fn piece(kind: Kind, bytes: Option<&Bytes>, schemas: &Schemas) -> Result<String, String> {
    let Some(bytes) = bytes else {
        return Ok(if kind.is_json() {
            format!("\"{NULL}\"")
        } else {
            NULL.to_owned()
        });
    };
    match kind {
        Kind::Bytes => Ok(show(bytes)),
        Kind::Text => Ok(show_text(bytes)),
        Kind::Json => {
            let value = serde_json::from_slice(bytes)
                .map_err(|error| format!("{} is not JSON: {error}", show(bytes)))?;
            Ok(canonical(&value))
        }
        Kind::Avro => {
            let (id, datum) = frame(bytes)?;
            let schema = schemas.get(&id).ok_or_else(|| format!("no schema {id}"))?;
            let value = schema
                .decode(&datum)
                .map_err(|problem| format!("it does not fit its schema {id}: {problem}"))?;
            Ok(canonical(&value))
        }
    }
}

/// The schema's id and the datum of Confluent's frame.
fn frame(bytes: &Bytes) -> Result<(u32, Bytes), String> {
    let mut rest = bytes.clone();
    let short = |_| format!("{} is too short for Confluent's format", show(bytes));
    let first = rest.try_get_u8().map_err(short)?;
    if first != FRAME {
        return Err(format!(
            "it begins with the byte {first}, not 0 as in Confluent's format"
        ));
    }
    let id = rest.try_get_u32().map_err(short)?;
    Ok((id, rest))
}

fn wrong(stored: &Stored, problem: &str) -> Error {
    Error::test(format!(
        "the message at offset {} of partition {} cannot be read: {problem}",
        stored.offset, stored.partition
    ))
    .fatal()
}
