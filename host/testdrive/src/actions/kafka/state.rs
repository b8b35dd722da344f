//! What the Kafka actions keep for a file.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::access::Access;
use crate::context::Context;
use crate::failure::Error;
use crate::kafka::{Client, Stored};
use crate::options::Options;

/// What the actions of this family keep for a file.
#[derive(Default)]
pub struct State {
    client: Option<Client>,
    /// By topic and partition: the offset of the first record that was not verified yet.
    positions: BTreeMap<String, BTreeMap<i32, i64>>,
}

impl State {
    /// The client, made on first use.
    pub(super) fn client(
        &mut self,
        options: &Options,
        access: &Arc<dyn Access>,
    ) -> Result<&mut Client, Error> {
        if let Some(client) = self.client.take() {
            return Ok(self.client.insert(client));
        }
        let address = options.kafka_addr.as_deref().ok_or_else(|| {
            Error::file("there is no Kafka to talk to; give --kafka-addr HOST:PORT")
        })?;
        Ok(self.client.insert(Client::new(access.clone(), address)?))
    }

    /// Where verifying goes on.
    pub(super) fn positions(&self, topic: &str) -> BTreeMap<i32, i64> {
        self.positions.get(topic).cloned().unwrap_or_default()
    }

    /// These records were verified.
    pub(super) fn verified(&mut self, topic: &str, records: &[Stored]) {
        let positions = self.positions.entry(topic.to_owned()).or_default();
        for record in records {
            positions.insert(record.partition, record.offset.saturating_add(1));
        }
    }

    /// A topic is gone; one of the same name is another.
    pub(super) fn forget(&mut self, topic: &str) {
        self.positions.remove(topic);
    }
}

/// The file's client.
pub(super) fn client(context: &mut Context) -> Result<&mut Client, Error> {
    context.kafka.client(&context.options, &context.access)
}
