//! Reading messages until there are enough or time is up.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::Instant;

use crate::actions::kafka::state::client;
use crate::context::Context;
use crate::failure::Error;
use crate::kafka::{Client, Fetched, Position, Stored};
use crate::retry::Retry;

/// How long a broker waits for a message before it answers that there is none.
const LONG_POLL: Duration = Duration::from_millis(500);

/// How long nothing may come for "nothing more comes".
const QUIET: Duration = Duration::from_secs(1);

/// Time that is left for an answer at the deadline's end.
const ANSWER: Duration = Duration::from_millis(100);

/// Reads a topic from where its last check ended.
pub(super) struct Reader<'a> {
    topic: &'a str,
    retry: Retry,
    max_tries: Option<u32>,
    positions: BTreeMap<i32, i64>,
    /// Messages that came, in order.
    pub(super) records: Vec<Stored>,
    bytes: usize,
    /// Whether the topic answered at all.
    reached: bool,
}

impl<'a> Reader<'a> {
    /// Begins; the time runs from here.
    pub(super) fn new(context: &Context, topic: &'a str) -> Self {
        let policy = context.policy();
        Self {
            topic,
            retry: Retry::new(&policy),
            max_tries: policy.max_tries,
            positions: context.kafka.positions(topic),
            records: Vec::new(),
            bytes: 0,
            reached: false,
        }
    }

    /// Reads until there are this many, and leaves those behind. Fewer come when time is up.
    pub(super) async fn count(&mut self, context: &mut Context, count: usize) -> Result<(), Error> {
        while self.records.len() < count && self.more(context).await? {}
        self.records.truncate(count);
        Ok(())
    }

    /// Reads until there are this many and no more come.
    pub(super) async fn quiet(&mut self, context: &mut Context, count: usize) -> Result<(), Error> {
        while self.records.len() < count && self.more(context).await? {}
        loop {
            let before = self.records.len();
            if before < count || !self.fetch(context, QUIET).await? || self.records.len() == before
            {
                return Ok(());
            }
        }
    }

    /// Reads up to what is the end now.
    pub(super) async fn end(&mut self, context: &mut Context) -> Result<(), Error> {
        loop {
            let more = self.more(context).await?;
            let client = client(context)?;
            let end = async {
                let topic = client.existing_topic(self.topic).await?;
                client.offsets(&topic, Position::Latest).await
            };
            let end = self.retry.attempt(end).await?;
            let at = |partition| self.positions.get(partition).copied().unwrap_or_default();
            if !more || end.iter().all(|(partition, end)| at(partition) >= *end) {
                return Ok(());
            }
        }
    }

    /// Reads what is there, or waits a little for it. False when time is up.
    pub(super) async fn more(&mut self, context: &mut Context) -> Result<bool, Error> {
        let before = self.records.len();
        let time = self.fetch(context, LONG_POLL).await?;
        let nothing = self.records.len() == before;
        let tried = self
            .max_tries
            .is_some_and(|most| self.retry.tries() >= most);
        Ok(time && !(nothing && tried))
    }

    async fn fetch(&mut self, context: &mut Context, wait: Duration) -> Result<bool, Error> {
        let limit = context.options.limits.result;
        loop {
            let left = self
                .retry
                .deadline()
                .saturating_duration_since(Instant::now());
            if self.reached && left <= ANSWER {
                return Ok(false);
            }
            let wait = wait.min(left.saturating_sub(ANSWER));
            let fetched = fetch(client(context)?, self.topic, &self.positions, wait);
            let result = self.retry.attempt(fetched).await;
            context.tries = self.retry.tries();
            match result {
                Ok(fetched) => {
                    self.reached = true;
                    return self.take(fetched, limit).map(|()| true);
                }
                // Time is up in the middle of a question: what came until then is what came.
                Err(_) if self.reached && Instant::now() >= self.retry.deadline() => {
                    return Ok(false);
                }
                Err(error) => self.retry.again(error).await?,
            }
        }
    }

    fn take(&mut self, fetched: Fetched, limit: usize) -> Result<(), Error> {
        self.positions.extend(fetched.next);
        for record in fetched.records {
            self.bytes = self.bytes.saturating_add(size(&record));
            if self.bytes > limit {
                let text = format!(
                    "the messages of {} are larger than {limit} bytes together",
                    self.topic
                );
                return Err(Error::test(text).fatal());
            }
            self.records.push(record);
        }
        Ok(())
    }
}

async fn fetch(
    client: &mut Client,
    topic: &str,
    positions: &BTreeMap<i32, i64>,
    wait: Duration,
) -> Result<Fetched, Error> {
    let topic = client.existing_topic(topic).await?;
    let mut positions = positions.clone();
    for partition in &topic.partitions {
        positions.entry(partition.index).or_insert(0);
    }
    client.fetch(&topic, &positions, wait).await
}

fn size(stored: &Stored) -> usize {
    let record = &stored.record;
    let length = |bytes: Option<&bytes::Bytes>| bytes.map_or(0, bytes::Bytes::len);
    let headers = record.headers.iter();
    let headers: usize = headers
        .map(|(name, value)| name.len() + length(value.as_ref()))
        .sum();
    length(record.key.as_ref()) + length(record.value.as_ref()) + headers
}
