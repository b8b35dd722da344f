//! `kafka-delete-topic-flaky`.

use super::state::client;
use super::tries::Tries;
use crate::access::BoxFuture;
use crate::actions::{Action, Argument, Body, Entry, Flow};
use crate::context::Context;
use crate::failure::Error;

pub(super) const ENTRY: Entry = Entry {
    name: "kafka-delete-topic-flaky",
    aliases: &[],
    summary: "Deletes a topic and waits until it is no longer listed. Brokers remove its data later, hence the name.",
    arguments: &[Argument::required(
        "topic",
        "name of the topic; the seed is added",
    )],
    any_argument: false,
    body: Body::None,
    own_variables: None,
    build: |arguments| Ok(Box::new(DeleteTopic(arguments.text("topic")?))),
};

struct DeleteTopic(String);

impl Action for DeleteTopic {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            let name = context.topic(&self.0);
            let mut tries = Tries::new(context);
            let mut asked = false;
            loop {
                let client = client(context)?;
                let deleted = async {
                    if !asked {
                        client.delete_topic(&name).await?;
                        asked = true;
                    }
                    match client.topic(&name).await? {
                        Some(_) => Err(Error::test(format!("the topic {name} is still there"))),
                        None => Ok(()),
                    }
                };
                let done = tries.attempt(deleted).await?;
                context.tries = tries.count();
                if done.is_some() {
                    break;
                }
            }
            context.kafka.forget(&name);
            Ok(Flow::Next)
        })
    }
}
