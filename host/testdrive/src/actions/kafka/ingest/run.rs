//! Sending.

use std::time::{SystemTime, UNIX_EPOCH};

use super::encoder::Encoder;
use super::line::{Parts, Reader};
use super::{ITERATION, Ingest};
use crate::access::BoxFuture;
use crate::actions::kafka::state::client;
use crate::actions::kafka::tries::Tries;
use crate::actions::{Action, Flow};
use crate::context::Context;
use crate::failure::Error;
use crate::kafka::{Partitioner, Producer, Record, Topic};

impl Action for Ingest {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            self.check_limit(context.options.limits.records)?;
            let name = context.topic(&self.topic);
            let key = match &self.key {
                Some(part) if !self.omit_key => {
                    Some(Encoder::new(context, part, &format!("{name}-key")).await?)
                }
                _ => None,
            };
            let value = if self.omit_value {
                None
            } else {
                Some(Encoder::new(context, &self.value, &format!("{name}-value")).await?)
            };
            let reader = Reader::new(&self, key, value);
            let lines = self.lines(&reader)?;
            let (topic, producer) = self.producer(context, &name).await?;
            self.send(context, &topic, producer, &reader, &lines)
                .await?;
            Ok(Flow::Next)
        })
    }
}

/// A line that is the same each time, or one that is read anew with each iteration.
enum Template<'a> {
    Same(Parts),
    Each { text: &'a str, at: usize },
}

impl Ingest {
    fn check_limit(&self, limit: u64) -> Result<(), Error> {
        let lines = u64::try_from(self.body.len()).unwrap_or(u64::MAX);
        let records = lines.saturating_mul(self.repeat);
        if records > limit {
            let text = format!(
                "{lines} lines, {} times, are {records} records; the limit is {limit}",
                self.repeat
            );
            return Err(Error::file(text).at(self.repeat_at));
        }
        Ok(())
    }

    /// The body's lines, each read once, so that a wrong one is told before anything is sent.
    fn lines(&self, reader: &Reader<'_>) -> Result<Vec<Template<'_>>, Error> {
        let lines = self.body.iter().map(|line| {
            let first = line.text.replace(ITERATION, &self.start.to_string());
            let parts = reader.read(&first);
            let parts = parts.map_err(|problem| Error::file(problem).at(line.at))?;
            Ok(if line.text.contains(ITERATION) {
                Template::Each {
                    text: &line.text,
                    at: line.at,
                }
            } else {
                Template::Same(parts)
            })
        });
        lines.collect()
    }

    /// The topic, which the broker may have to make, and a producer.
    async fn producer(
        &self,
        context: &mut Context,
        name: &str,
    ) -> Result<(Topic, Producer), Error> {
        let mut tries = Tries::new(context);
        loop {
            let client = client(context)?;
            let ready = async {
                let topic = client.topic_or_create(name).await?;
                if topic.partitions.is_empty() {
                    return Err(Error::test(format!("the topic {name} has no partitions")));
                }
                // Tells early where a partition does not exist or has no leader yet.
                if let Some(partition) = &self.partition {
                    topic.leader(*partition)?;
                }
                let producer = Producer::new(client, topic.clone(), self.compression).await?;
                Ok((topic, producer))
            };
            let done = tries.attempt(ready).await?;
            context.tries = tries.count();
            if let Some(ready) = done {
                return Ok(ready);
            }
        }
    }

    async fn send(
        &self,
        context: &mut Context,
        topic: &Topic,
        mut producer: Producer,
        reader: &Reader<'_>,
        lines: &[Template<'_>],
    ) -> Result<(), Error> {
        let policy = context.policy();
        let client = client(context)?;
        let mut partitioner = Partitioner::default();
        let timestamp = self.timestamp.unwrap_or_else(now);
        for iteration in 0..self.repeat {
            let number = self.start.saturating_add(iteration).to_string();
            for line in lines {
                let parts =
                    match line {
                        Template::Same(parts) => parts.clone(),
                        Template::Each { text, at } => reader
                            .read(&text.replace(ITERATION, &number))
                            .map_err(|problem| Error::file(problem).at(*at))?,
                    };
                let partition = self.partition.unwrap_or_else(|| {
                    let place = partitioner.place(parts.key.as_deref(), topic.partitions.len());
                    topic
                        .partitions
                        .get(place)
                        .map_or(0, |partition| partition.index)
                });
                let record = Record {
                    timestamp,
                    key: parts.key,
                    value: parts.value,
                    headers: self.headers.clone(),
                };
                producer.add(client, &policy, partition, &record).await?;
            }
        }
        producer.finish(client, &policy).await
    }
}

/// Milliseconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
