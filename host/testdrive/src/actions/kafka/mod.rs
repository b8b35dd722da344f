//! Kafka.

use super::Entry;
use crate::context::Context;
use crate::failure::Error;

/// The actions.
pub const ENTRIES: &[Entry] = &[];

/// What the actions of this family keep for a file.
#[derive(Debug, Default)]
pub struct State {}

/// Waits until a topic is there; its name is used as it is.
pub async fn wait_topic(context: &mut Context, topic: &str) -> Result<(), Error> {
    let _ = context;
    Err(Error::environment(topic))
}
