//! Records read, those of committed transactions only.

use std::collections::BTreeMap;
use std::time::Duration;

use kafka_protocol::ResponseError;
use kafka_protocol::messages::fetch_request::{FetchPartition, FetchTopic};
use kafka_protocol::messages::fetch_response::PartitionData;
use kafka_protocol::messages::list_offsets_request::{ListOffsetsPartition, ListOffsetsTopic};
use kafka_protocol::messages::{BrokerId, FetchRequest, ListOffsetsRequest};

use super::batch::{Aborted, decode};
use super::client::Client;
use super::error::{is, malformed, refused};
use super::metadata::{Topic, topic_name};
use super::record::Stored;
use crate::failure::Error;

/// What transactions have committed.
const READ_COMMITTED: i8 = 1;

/// No replica but a client.
const CLIENT: BrokerId = BrokerId(-1);

/// Bytes of one answer, save that a single batch may be larger.
const ANSWER_BYTES: i32 = 16 << 20;

/// Bytes of one partition in one answer.
const PARTITION_BYTES: i32 = 4 << 20;

/// Bytes that one batch may unpack to.
pub const BATCH_BYTES: usize = 256 << 20;

/// An offset that a partition has a name for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// The first record that is kept.
    Earliest,
    /// Behind the last record that is committed.
    Latest,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Fetched {
    /// The records, by partition, each ascending.
    pub records: Vec<Stored>,
    /// By partition: where to go on.
    pub next: BTreeMap<i32, i64>,
}

impl Topic {
    /// The broker that leads a partition.
    pub fn leader(&self, partition: i32) -> Result<i32, Error> {
        let found = self
            .partitions
            .iter()
            .find(|found| found.index == partition);
        let Some(found) = found else {
            return Err(Error::test(format!(
                "the topic {} has {} partitions and none with the number {partition}",
                self.name,
                self.partitions.len()
            )));
        };
        found.leader.ok_or_else(|| {
            Error::test(format!(
                "partition {partition} of {} has no leader now",
                self.name
            ))
        })
    }

    /// Partitions by their leaders.
    fn by_leader(
        &self,
        partitions: impl Iterator<Item = i32>,
    ) -> Result<BTreeMap<i32, Vec<i32>>, Error> {
        let mut leaders: BTreeMap<i32, Vec<i32>> = BTreeMap::new();
        for partition in partitions {
            leaders
                .entry(self.leader(partition)?)
                .or_default()
                .push(partition);
        }
        Ok(leaders)
    }
}

impl Client {
    /// The offsets that all partitions of a topic have for a position.
    pub async fn offsets(
        &mut self,
        topic: &Topic,
        position: Position,
    ) -> Result<BTreeMap<i32, i64>, Error> {
        let timestamp = match position {
            Position::Earliest => -2,
            Position::Latest => -1,
        };
        let all = topic.partitions.iter().map(|partition| partition.index);
        let mut offsets = BTreeMap::new();
        for (leader, partitions) in topic.by_leader(all)? {
            let partitions = partitions.into_iter().map(|partition| {
                ListOffsetsPartition::default()
                    .with_partition_index(partition)
                    .with_timestamp(timestamp)
            });
            let asked = ListOffsetsTopic::default()
                .with_name(topic_name(&topic.name))
                .with_partitions(partitions.collect());
            let request = ListOffsetsRequest::default()
                .with_replica_id(CLIENT)
                .with_isolation_level(READ_COMMITTED)
                .with_topics(vec![asked]);
            let answer = self.call(Some(leader), &request, 9).await?;
            for found in answer
                .topics
                .iter()
                .flat_map(|topic| topic.partitions.iter())
            {
                if found.error_code != 0 {
                    let what = format!("show the offsets of {}", topic.name);
                    return Err(refused(found.error_code, None, &what));
                }
                offsets.insert(found.partition_index, found.offset);
            }
        }
        Ok(offsets)
    }

    /// Reads from these offsets on; waits up to `wait` when there is nothing. An offset that does not exist (any more)
    /// begins anew at the earliest.
    pub async fn fetch(
        &mut self,
        topic: &Topic,
        from: &BTreeMap<i32, i64>,
        wait: Duration,
    ) -> Result<Fetched, Error> {
        let leaders = topic.by_leader(from.keys().copied())?;
        let wait = i32::try_from(wait.as_millis()).unwrap_or(i32::MAX);
        // One is asked after the other, so each gets its share of the wait.
        let share = wait / i32::try_from(leaders.len().max(1)).unwrap_or(1);
        let mut fetched = Fetched::default();
        let mut outside = false;
        for (leader, partitions) in leaders {
            let asked = partitions.iter().map(|partition| {
                FetchPartition::default()
                    .with_partition(*partition)
                    .with_fetch_offset(from.get(partition).copied().unwrap_or_default())
                    .with_partition_max_bytes(PARTITION_BYTES)
            });
            let asked = FetchTopic::default()
                .with_topic(topic_name(&topic.name))
                .with_partitions(asked.collect());
            let request = FetchRequest::default()
                .with_replica_id(CLIENT)
                .with_max_wait_ms(share)
                .with_min_bytes(1)
                .with_max_bytes(ANSWER_BYTES)
                .with_isolation_level(READ_COMMITTED)
                .with_session_epoch(-1)
                .with_topics(vec![asked]);
            // Later versions name topics by their ids.
            let answer = self.call(Some(leader), &request, 12).await?;
            if answer.error_code != 0 {
                return Err(refused(
                    answer.error_code,
                    None,
                    &format!("read {}", topic.name),
                ));
            }
            for data in answer
                .responses
                .into_iter()
                .flat_map(|topic| topic.partitions)
            {
                if is(data.error_code, ResponseError::OffsetOutOfRange) {
                    outside = true;
                    continue;
                }
                self.take(topic, from, leader, data, &mut fetched)?;
            }
        }
        if outside {
            for (partition, offset) in self.offsets(topic, Position::Earliest).await? {
                fetched.next.entry(partition).or_insert(offset);
            }
        }
        Ok(fetched)
    }

    /// Takes what came of one partition.
    fn take(
        &mut self,
        topic: &Topic,
        from: &BTreeMap<i32, i64>,
        leader: i32,
        data: PartitionData,
        fetched: &mut Fetched,
    ) -> Result<(), Error> {
        let partition = data.partition_index;
        if data.error_code != 0 {
            self.disconnect(Some(leader));
            let what = format!("read partition {partition} of {}", topic.name);
            return Err(refused(data.error_code, None, &what));
        }
        let Some(start) = from.get(&partition).copied() else {
            return Ok(());
        };
        let aborted = data.aborted_transactions.unwrap_or_default();
        let aborted = aborted.into_iter().map(|transaction| Aborted {
            producer: transaction.producer_id.0,
            first_offset: transaction.first_offset,
        });
        let records = data.records.unwrap_or_default();
        let batches = decode(records, partition, start, aborted.collect(), BATCH_BYTES)
            .map_err(|problem| malformed(&format!("broker {leader}"), problem))?;
        fetched.next.insert(partition, batches.next.max(start));
        fetched.records.extend(batches.records);
        Ok(())
    }
}
