//! The schema registry.

use super::Entry;
use crate::context::Context;
use crate::failure::Error;
use crate::schema_registry::Client;

/// The actions.
pub const ENTRIES: &[Entry] = &[];

/// What the actions of this family keep for a file.
#[derive(Debug, Default)]
pub struct State {}

/// The registry's client.
pub fn client(context: &Context) -> Result<Client, Error> {
    let url = context
        .options
        .schema_registry_url
        .as_deref()
        .unwrap_or_default();
    Ok(Client::new(context.access.clone(), url, None))
}
