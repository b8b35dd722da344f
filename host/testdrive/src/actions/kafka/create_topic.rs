//! `kafka-create-topic`.

use std::collections::BTreeMap;

use super::state::client;
use super::tries::Tries;
use crate::access::BoxFuture;
use crate::actions::{Action, Argument, Arguments, Body, Entry, Flow};
use crate::context::Context;
use crate::failure::Error;
use crate::kafka::{Client, Topic};

pub(super) const ENTRY: Entry = Entry {
    name: "kafka-create-topic",
    aliases: &[],
    summary: "Creates a topic and waits for its partitions. Further arguments are entries of its configuration with dashes for dots, such as `max-message-bytes=1000`. Records are not deleted by age.",
    arguments: &[
        Argument::required("topic", "name of the topic; the seed is added"),
        Argument::optional(
            "partitions",
            "number of partitions [default: `--kafka-default-partitions`]",
        ),
        Argument::optional("replication-factor", "number of replicas [default: `1`]"),
        Argument::optional(
            "compression",
            "how brokers store records: a `compression.type` of Kafka [default: `producer`]",
        ),
        Argument::optional(
            "compaction",
            "`true`: only the last record of each key is kept [default: `false`]",
        ),
    ],
    any_argument: true,
    body: Body::None,
    own_variables: None,
    build,
};

struct CreateTopic {
    topic: String,
    partitions: Option<i32>,
    replication_factor: i16,
    config: BTreeMap<String, String>,
}

fn build(arguments: &mut Arguments) -> Result<Box<dyn Action>, Error> {
    let partitions_at = arguments.place("partitions");
    let action = CreateTopic {
        topic: arguments.text("topic")?,
        partitions: arguments.parsed("partitions", "a number from 1")?,
        replication_factor: arguments
            .parsed("replication-factor", "a number from 1")?
            .unwrap_or(1),
        config: config(arguments)?,
    };
    if action.partitions.is_some_and(|count| count < 1) {
        let error = Error::file("partitions is a number from 1");
        return Err(error.at(partitions_at.unwrap_or_default()));
    }
    Ok(Box::new(action))
}

/// The topic's configuration: what tests need, then what the file says.
fn config(arguments: &mut Arguments) -> Result<BTreeMap<String, String>, Error> {
    let compression = arguments.optional("compression");
    let mut config = BTreeMap::from([
        // Tests stamp their records with times such as 1.
        ("retention.ms".to_owned(), "-1".to_owned()),
        (
            "compression.type".to_owned(),
            compression.unwrap_or_else(|| "producer".to_owned()),
        ),
    ]);
    if arguments.flag("compaction")? {
        // As eager as brokers can be.
        for (key, value) in [
            ("cleanup.policy", "compact"),
            ("segment.ms", "100"),
            ("delete.retention.ms", "100"),
            ("max.compaction.lag.ms", "100"),
            ("min.cleanable.dirty.ratio", "0.01"),
        ] {
            config.insert(key.to_owned(), value.to_owned());
        }
    }
    for (key, value) in arguments.rest() {
        // Names of arguments may have no dots, and those of configurations have no hyphens.
        config.insert(key.replace('-', "."), value);
    }
    Ok(config)
}

impl Action for CreateTopic {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            let name = context.topic(&self.topic);
            let partitions = self
                .partitions
                .unwrap_or(context.options.kafka_default_partitions);
            let mut tries = Tries::new(context);
            loop {
                let client = client(context)?;
                let created = async {
                    client
                        .create_topic(&name, partitions, self.replication_factor, &self.config)
                        .await?;
                    with_partitions(client, &name, partitions).await
                };
                let done = tries.attempt(created).await?;
                context.tries = tries.count();
                if done.is_some() {
                    return Ok(Flow::Next);
                }
            }
        })
    }
}

/// The topic, when it has at least this many partitions and all have leaders.
pub(super) async fn with_partitions(
    client: &mut Client,
    name: &str,
    partitions: i32,
) -> Result<Topic, Error> {
    let topic = client.existing_topic(name).await?;
    let led = topic
        .partitions
        .iter()
        .filter(|partition| partition.leader.is_some());
    let led = led.count();
    if led < usize::try_from(partitions).unwrap_or_default() {
        return Err(Error::test(format!(
            "the topic {name} has {led} partitions with leaders, not {partitions}"
        )));
    }
    Ok(topic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_file_says_goes_before_the_defaults() {
        let mut arguments = Arguments::default();
        arguments.add("compaction", "true".to_owned(), 0);
        arguments.add("segment-ms", "7".to_owned(), 0);
        arguments.add("max.message.bytes", "9".to_owned(), 0);
        let config = config(&mut arguments).unwrap();
        let get = |key: &str| config.get(key).map(String::as_str);
        assert_eq!(get("segment.ms"), Some("7"));
        assert_eq!(get("max.message.bytes"), Some("9"));
        assert_eq!(get("cleanup.policy"), Some("compact"));
        assert_eq!(get("compression.type"), Some("producer"));
    }
}
