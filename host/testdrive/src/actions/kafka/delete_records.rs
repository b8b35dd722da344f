//! `kafka-delete-records`.

use super::state::client;
use super::tries::Tries;
use crate::access::BoxFuture;
use crate::actions::{Action, Argument, Arguments, Body, Entry, Flow};
use crate::context::Context;
use crate::failure::Error;

pub(super) const ENTRY: Entry = Entry {
    name: "kafka-delete-records",
    aliases: &[],
    summary: "Deletes the records of a partition that stand before an offset.",
    arguments: &[
        Argument::required("topic", "name of the topic; the seed is added"),
        Argument::required("partition", "number of the partition, from 0"),
        Argument::required("offset", "the first offset that stays"),
    ],
    any_argument: false,
    body: Body::None,
    own_variables: None,
    build,
};

struct DeleteRecords {
    topic: String,
    partition: i32,
    offset: i64,
}

fn build(arguments: &mut Arguments) -> Result<Box<dyn Action>, Error> {
    Ok(Box::new(DeleteRecords {
        topic: arguments.text("topic")?,
        partition: arguments
            .parsed("partition", "a number")?
            .unwrap_or_default(),
        offset: arguments.parsed("offset", "a number")?.unwrap_or_default(),
    }))
}

impl Action for DeleteRecords {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            let name = context.topic(&self.topic);
            let mut tries = Tries::new(context);
            loop {
                let client = client(context)?;
                let deleted = async {
                    let topic = client.existing_topic(&name).await?;
                    client
                        .delete_records(&topic, self.partition, self.offset)
                        .await
                };
                let done = tries.attempt(deleted).await?;
                context.tries = tries.count();
                if done.is_some() {
                    return Ok(Flow::Next);
                }
            }
        })
    }
}
