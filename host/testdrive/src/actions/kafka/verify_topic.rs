//! `kafka-verify-topic`.

use std::collections::BTreeMap;

use super::registry;
use super::state::client;
use super::tries::Tries;
use crate::access::BoxFuture;
use crate::actions::{Action, Argument, Arguments, Body, Entry, Flow};
use crate::context::Context;
use crate::failure::Error;
use crate::kafka::Client;

pub(super) const ENTRY: Entry = Entry {
    name: "kafka-verify-topic",
    aliases: &[],
    summary: "Waits until there is a topic with these partitions and replicas, and compares entries of its configuration.",
    arguments: &[
        Argument::optional("topic", "whole name of the topic; it must be given"),
        Argument::optional(
            "sink",
            "refused: it needs Materialize's catalog; give `topic=`",
        ),
        Argument::optional(
            "topic-config",
            "a JSON object: names of entries and their values, as texts",
        ),
        Argument::optional("partition-count", "number of partitions"),
        Argument::optional("replication-factor", "number of replicas of each partition"),
        Argument::optional(
            "await-value-schema",
            "`true`: waits for the subject `TOPIC-value`, too [default: `false`]",
        ),
        Argument::optional(
            "await-key-schema",
            "`true`: waits for the subject `TOPIC-key`, too [default: `false`]",
        ),
    ],
    any_argument: false,
    body: Body::None,
    own_variables: None,
    build,
};

struct VerifyTopic {
    topic: String,
    config: BTreeMap<String, String>,
    partitions: Option<usize>,
    replicas: Option<usize>,
    subjects: Vec<&'static str>,
}

/// The argument `topic`. `sink=` names what only Materialize knows.
pub(super) fn topic(arguments: &mut Arguments) -> Result<String, Error> {
    if let Some(at) = arguments.place("sink") {
        let text = "sink= needs Materialize's catalog; name the topic with topic=";
        return Err(Error::file(text).at(at));
    }
    arguments.text("topic")
}

fn build(arguments: &mut Arguments) -> Result<Box<dyn Action>, Error> {
    let topic = topic(arguments)?;
    let at = arguments.place("topic-config").unwrap_or_default();
    let config = match arguments.optional("topic-config") {
        Some(text) => serde_json::from_str(&text).map_err(|error| {
            Error::file(format!(
                "topic-config is not a JSON object of texts: {error}"
            ))
            .at(at)
        })?,
        None => BTreeMap::new(),
    };
    let mut subjects = Vec::new();
    for (key, suffix) in [("await-value-schema", "value"), ("await-key-schema", "key")] {
        if arguments.flag(key)? {
            subjects.push(suffix);
        }
    }
    Ok(Box::new(VerifyTopic {
        topic,
        config,
        partitions: arguments.parsed("partition-count", "a number")?,
        replicas: arguments.parsed("replication-factor", "a number")?,
        subjects,
    }))
}

impl Action for VerifyTopic {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            let mut tries = Tries::new(context);
            loop {
                let client = client(context)?;
                let done = tries.attempt(self.check(client)).await?;
                context.tries = tries.count();
                if done.is_some() {
                    break;
                }
            }
            for suffix in &self.subjects {
                registry::wait_subject(context, &format!("{}-{suffix}", self.topic)).await?;
            }
            Ok(Flow::Next)
        })
    }
}

impl VerifyTopic {
    async fn check(&self, client: &mut Client) -> Result<(), Error> {
        let name = &self.topic;
        let topics = client.topics().await?;
        let topic = topics.iter().find(|topic| topic.name == *name);
        let topic = topic.ok_or_else(|| Error::test(format!("there is no topic {name}")))?;
        let count = topic.partitions.len();
        if let Some(wanted) = self.partitions.filter(|wanted| *wanted != count) {
            return Err(Error::test(format!(
                "the topic {name} has {count} partitions, not {wanted}"
            )));
        }
        for partition in &topic.partitions {
            let wanted = self.replicas.filter(|wanted| *wanted != partition.replicas);
            if let Some(wanted) = wanted {
                return Err(Error::test(format!(
                    "partition {} of {name} has {} replicas, not {wanted}",
                    partition.index, partition.replicas
                )));
            }
        }
        if self.config.is_empty() {
            return Ok(());
        }
        let config = client.topic_config(name).await?;
        let mut wrong = Vec::new();
        for (key, wanted) in &self.config {
            let value = config.get(key);
            if value != Some(wanted) {
                wrong.push(format!("- {key} = {wanted}"));
                let value = value.map_or("(there is no such entry)", String::as_str);
                wrong.push(format!("+ {key} = {value}"));
            }
        }
        if wrong.is_empty() {
            return Ok(());
        }
        let text = format!("the configuration of the topic {name} is another");
        // Configurations do not come later, as partitions may.
        Err(Error::test(text).difference(wrong.join("\n")).fatal())
    }
}
