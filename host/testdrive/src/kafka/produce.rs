//! Records sent: in large batches, each of them once even when it had to be sent again.

use std::collections::BTreeMap;

use bytes::Bytes;
use kafka_protocol::ResponseError;
use kafka_protocol::messages::produce_request::{PartitionProduceData, TopicProduceData};
use kafka_protocol::messages::{InitProducerIdRequest, ProduceRequest, ProducerId};

use super::batch::{Batch, Origin};
use super::client::Client;
use super::error::{incomplete, is, refused};
use super::metadata::{Topic, topic_name};
use super::record::{Compression, Record};
use crate::failure::Error;
use crate::retry::{Policy, Retry};

/// Bytes at which a batch is sent; brokers take about twice as much.
const FULL: usize = 512 << 10;

/// Records at which a batch is sent.
const MANY: i32 = 50_000;

/// All replicas that are in sync have it.
const ACKS_ALL: i16 = -1;

/// How long a broker waits for its peers.
const BROKER_LIMIT_MS: i32 = 10_000;

/// Sends records to one topic.
pub struct Producer {
    topic: Topic,
    compression: Compression,
    id: i64,
    epoch: i16,
    /// By partition: the number of the next record.
    sequences: BTreeMap<i32, i32>,
    /// Batches that grow.
    growing: BTreeMap<i32, Batch>,
    /// Batches that are sent until a broker has them.
    ready: BTreeMap<i32, Bytes>,
}

impl Producer {
    /// A producer for a topic.
    pub async fn new(
        client: &mut Client,
        topic: Topic,
        compression: Compression,
    ) -> Result<Self, Error> {
        let request = InitProducerIdRequest::default()
            .with_transactional_id(None)
            .with_transaction_timeout_ms(60_000)
            .with_producer_id(ProducerId(-1))
            .with_producer_epoch(-1);
        let answer = client.call(None, &request, 5).await?;
        if answer.error_code != 0 {
            return Err(refused(answer.error_code, None, "give a producer its id"));
        }
        Ok(Self {
            topic,
            compression,
            id: answer.producer_id.0,
            epoch: answer.producer_epoch,
            sequences: BTreeMap::new(),
            growing: BTreeMap::new(),
            ready: BTreeMap::new(),
        })
    }

    /// Adds a record. A batch that is full is sent, for at most the policy's time.
    pub async fn add(
        &mut self,
        client: &mut Client,
        policy: &Policy,
        partition: i32,
        record: &Record,
    ) -> Result<(), Error> {
        let batch = self.growing.entry(partition).or_default();
        batch.add(record).map_err(Error::file)?;
        if batch.size() >= FULL || batch.count() >= MANY {
            self.close(partition)?;
            self.send(client, policy).await?;
        }
        Ok(())
    }

    /// Sends all that was added.
    pub async fn finish(mut self, client: &mut Client, policy: &Policy) -> Result<(), Error> {
        let partitions: Vec<i32> = self.growing.keys().copied().collect();
        for partition in partitions {
            self.close(partition)?;
        }
        self.send(client, policy).await
    }

    fn close(&mut self, partition: i32) -> Result<(), Error> {
        let Some(batch) = self.growing.remove(&partition) else {
            return Ok(());
        };
        let sequence = self.sequences.entry(partition).or_default();
        let origin = Origin {
            producer: self.id,
            epoch: self.epoch,
            sequence: *sequence,
        };
        *sequence = sequence.wrapping_add(batch.count()) & i32::MAX;
        let bytes = batch
            .finish(self.compression, &origin)
            .map_err(Error::file)?;
        self.ready.insert(partition, bytes);
        Ok(())
    }

    async fn send(&mut self, client: &mut Client, policy: &Policy) -> Result<(), Error> {
        let mut retry = Retry::new(policy);
        let mut moved = false;
        while !self.ready.is_empty() {
            if let Err(error) = retry.attempt(self.send_once(client, moved)).await {
                retry.again(error).await?;
                moved = true;
            }
        }
        Ok(())
    }

    /// Sends to one leader after the other; what one has taken is not sent again.
    async fn send_once(&mut self, client: &mut Client, moved: bool) -> Result<(), Error> {
        if moved {
            self.topic = client.existing_topic(&self.topic.name).await?;
        }
        let mut by_leader: BTreeMap<i32, Vec<i32>> = BTreeMap::new();
        for partition in self.ready.keys() {
            let leader = self.topic.leader(*partition)?;
            by_leader.entry(leader).or_default().push(*partition);
        }
        for (leader, partitions) in by_leader {
            self.send_to(client, leader, &partitions).await?;
        }
        Ok(())
    }

    async fn send_to(
        &mut self,
        client: &mut Client,
        leader: i32,
        partitions: &[i32],
    ) -> Result<(), Error> {
        let data = partitions.iter().map(|partition| {
            PartitionProduceData::default()
                .with_index(*partition)
                .with_records(self.ready.get(partition).cloned())
        });
        let topic = TopicProduceData::default()
            .with_name(topic_name(&self.topic.name))
            .with_partition_data(data.collect());
        let request = ProduceRequest::default()
            .with_acks(ACKS_ALL)
            .with_timeout_ms(BROKER_LIMIT_MS)
            .with_topic_data(vec![topic]);
        // Later versions name topics by their ids.
        let answer = client.call(Some(leader), &request, 12).await?;
        let results = answer
            .responses
            .iter()
            .flat_map(|topic| topic.partition_responses.iter());
        let mut answered = 0;
        let mut failed = None;
        for result in results {
            answered += 1;
            let code = result.error_code;
            if code == 0 || is(code, ResponseError::DuplicateSequenceNumber) {
                self.ready.remove(&result.index);
            } else {
                let what = format!(
                    "take records for partition {} of {}",
                    result.index, self.topic.name
                );
                failed = Some(refused(code, result.error_message.as_deref(), &what));
            }
        }
        match failed {
            Some(error) => Err(error),
            None if answered < partitions.len() => Err(incomplete("some partitions")),
            None => Ok(()),
        }
    }
}
