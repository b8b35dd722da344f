//! `kafka-add-partitions`.

use super::create_topic::with_partitions;
use super::state::client;
use super::tries::Tries;
use crate::access::BoxFuture;
use crate::actions::{Action, Argument, Arguments, Body, Entry, Flow};
use crate::context::Context;
use crate::failure::Error;

pub(super) const ENTRY: Entry = Entry {
    name: "kafka-add-partitions",
    aliases: &[],
    summary: "Gives a topic more partitions and waits for them.",
    arguments: &[
        Argument::required("topic", "name of the topic; the seed is added"),
        Argument::required(
            "total-partitions",
            "number of partitions afterwards, more than now",
        ),
    ],
    any_argument: false,
    body: Body::None,
    own_variables: None,
    build,
};

struct AddPartitions {
    topic: String,
    total: i32,
    at: usize,
}

fn build(arguments: &mut Arguments) -> Result<Box<dyn Action>, Error> {
    let at = arguments.place("total-partitions").unwrap_or_default();
    Ok(Box::new(AddPartitions {
        topic: arguments.text("topic")?,
        total: arguments
            .parsed("total-partitions", "a number")?
            .unwrap_or(1),
        at,
    }))
}

impl Action for AddPartitions {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            let name = context.topic(&self.topic);
            let mut tries = Tries::new(context);
            let mut asked = false;
            loop {
                let client = client(context)?;
                let grown = async {
                    let now = client.existing_topic(&name).await?.partitions.len();
                    if !asked && i32::try_from(now).is_ok_and(|now| self.total <= now) {
                        let text = format!(
                            "the topic {name} has {now} partitions; their number can only grow"
                        );
                        return Err(Error::file(text).at(self.at));
                    }
                    if !asked {
                        client.create_partitions(&name, self.total).await?;
                        asked = true;
                    }
                    with_partitions(client, &name, self.total).await
                };
                let done = tries.attempt(grown).await?;
                context.tries = tries.count();
                if done.is_some() {
                    return Ok(Flow::Next);
                }
            }
        })
    }
}
