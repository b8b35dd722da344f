//! Which topics there are, and who leads their partitions.

use kafka_protocol::ResponseError;
use kafka_protocol::messages::metadata_request::MetadataRequestTopic;
use kafka_protocol::messages::metadata_response::MetadataResponseTopic;
use kafka_protocol::messages::{MetadataRequest, MetadataResponse, TopicName};
use kafka_protocol::protocol::StrBytes;

use super::client::Client;
use super::error::{is, refused};
use crate::failure::Error;

/// A topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its name.
    pub name: String,
    /// Its partitions, ascending.
    pub partitions: Vec<Partition>,
}

/// A partition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partition {
    /// Its number, from 0.
    pub index: i32,
    /// The broker that leads it; none during an election.
    pub leader: Option<i32>,
    /// Number of its replicas.
    pub replicas: usize,
}

/// The name of a topic in the protocol.
pub(super) fn topic_name(name: &str) -> TopicName {
    TopicName(StrBytes::from_string(name.to_owned()))
}

impl Client {
    /// All topics. Asks for none by name, so that none is created.
    pub async fn topics(&mut self) -> Result<Vec<Topic>, Error> {
        let request = MetadataRequest::default()
            .with_topics(None)
            .with_allow_auto_topic_creation(false);
        let answer = self.metadata(&request).await?;
        let found = answer
            .topics
            .into_iter()
            .filter(|topic| topic.error_code == 0);
        Ok(found.map(topic).collect())
    }

    /// One topic; none when there is none.
    pub async fn topic(&mut self, name: &str) -> Result<Option<Topic>, Error> {
        self.look_up(name, false).await
    }

    /// One topic, which the broker may create if it does so.
    pub async fn topic_or_create(&mut self, name: &str) -> Result<Topic, Error> {
        let found = self.look_up(name, true).await?;
        found.ok_or_else(|| {
            Error::test(format!(
                "there is no topic {name}; kafka-create-topic makes one"
            ))
        })
    }

    /// One topic, or an error that says there is none.
    pub async fn existing_topic(&mut self, name: &str) -> Result<Topic, Error> {
        let found = self.look_up(name, false).await?;
        found.ok_or_else(|| Error::test(format!("there is no topic {name}")))
    }

    async fn look_up(&mut self, name: &str, create: bool) -> Result<Option<Topic>, Error> {
        let asked = MetadataRequestTopic::default().with_name(Some(topic_name(name)));
        let request = MetadataRequest::default()
            .with_topics(Some(vec![asked]))
            .with_allow_auto_topic_creation(create);
        let answer = self.metadata(&request).await?;
        let Some(found) = answer.topics.into_iter().next() else {
            return Ok(None);
        };
        if is(found.error_code, ResponseError::UnknownTopicOrPartition) {
            return Ok(None);
        }
        if found.error_code != 0 {
            return Err(refused(
                found.error_code,
                None,
                &format!("show the topic {name}"),
            ));
        }
        Ok(Some(topic(found)))
    }

    /// Learns the brokers' addresses on the way.
    async fn metadata(&mut self, request: &MetadataRequest) -> Result<MetadataResponse, Error> {
        let answer = self.call(None, request, i16::MAX).await?;
        self.brokers = answer
            .brokers
            .iter()
            .filter_map(|broker| {
                let port = u16::try_from(broker.port).ok()?;
                Some((broker.node_id.0, (broker.host.to_string(), port)))
            })
            .collect();
        self.controller = Some(answer.controller_id.0).filter(|id| self.brokers.contains_key(id));
        Ok(answer)
    }
}

fn topic(found: MetadataResponseTopic) -> Topic {
    let mut partitions: Vec<Partition> = found
        .partitions
        .into_iter()
        .map(|partition| Partition {
            index: partition.partition_index,
            leader: Some(partition.leader_id.0).filter(|id| *id >= 0),
            replicas: partition.replica_nodes.len(),
        })
        .collect();
    partitions.sort_by_key(|partition| partition.index);
    Topic {
        name: found.name.map(|name| name.to_string()).unwrap_or_default(),
        partitions,
    }
}
