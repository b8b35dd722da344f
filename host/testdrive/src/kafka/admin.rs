//! Topics made, grown, emptied and removed.

use std::collections::BTreeMap;

use kafka_protocol::ResponseError;
use kafka_protocol::messages::create_partitions_request::CreatePartitionsTopic;
use kafka_protocol::messages::create_topics_request::{CreatableTopic, CreatableTopicConfig};
use kafka_protocol::messages::delete_records_request::{
    DeleteRecordsPartition, DeleteRecordsTopic,
};
use kafka_protocol::messages::describe_configs_request::DescribeConfigsResource;
use kafka_protocol::messages::{
    CreatePartitionsRequest, CreateTopicsRequest, DeleteRecordsRequest, DeleteTopicsRequest,
    DescribeConfigsRequest,
};
use kafka_protocol::protocol::{Request, StrBytes};

use super::client::Client;
use super::error::{incomplete, is, refused};
use super::metadata::{Topic, topic_name};
use crate::failure::Error;

/// How long a broker waits for its peers, below what the connection waits for the broker.
const BROKER_LIMIT_MS: i32 = 10_000;

/// `DescribeConfigs` of a topic.
const TOPIC_RESOURCE: i8 = 2;

impl Client {
    /// Creates a topic; `false` when there is one of this name.
    pub async fn create_topic(
        &mut self,
        name: &str,
        partitions: i32,
        replication_factor: i16,
        config: &BTreeMap<String, String>,
    ) -> Result<bool, Error> {
        let config = config.iter().map(|(key, value)| {
            CreatableTopicConfig::default()
                .with_name(StrBytes::from_string(key.clone()))
                .with_value(Some(StrBytes::from_string(value.clone())))
        });
        let topic = CreatableTopic::default()
            .with_name(topic_name(name))
            .with_num_partitions(partitions)
            .with_replication_factor(replication_factor)
            .with_configs(config.collect());
        let request = CreateTopicsRequest::default()
            .with_topics(vec![topic])
            .with_timeout_ms(BROKER_LIMIT_MS);
        let answer = self.ask_controller(&request, i16::MAX).await?;
        let result = answer
            .topics
            .first()
            .ok_or_else(|| incomplete("the topic"))?;
        if is(result.error_code, ResponseError::TopicAlreadyExists) {
            return Ok(false);
        }
        let message = result.error_message.as_deref();
        self.accepted(
            result.error_code,
            message,
            &format!("create the topic {name}"),
        )?;
        Ok(true)
    }

    /// Adds partitions to a topic, up to this number of them.
    pub async fn create_partitions(&mut self, name: &str, total: i32) -> Result<(), Error> {
        let topic = CreatePartitionsTopic::default()
            .with_name(topic_name(name))
            .with_count(total)
            .with_assignments(None);
        let request = CreatePartitionsRequest::default()
            .with_topics(vec![topic])
            .with_timeout_ms(BROKER_LIMIT_MS);
        let answer = self.ask_controller(&request, i16::MAX).await?;
        let result = answer
            .results
            .first()
            .ok_or_else(|| incomplete("the topic"))?;
        let what = format!("give the topic {name} {total} partitions");
        self.accepted(result.error_code, result.error_message.as_deref(), &what)
    }

    /// Removes a topic. The brokers do so in their own time.
    pub async fn delete_topic(&mut self, name: &str) -> Result<(), Error> {
        let request = DeleteTopicsRequest::default()
            .with_topic_names(vec![topic_name(name)])
            .with_timeout_ms(BROKER_LIMIT_MS);
        // Later versions ask in another form.
        let answer = self.ask_controller(&request, 5).await?;
        let result = answer
            .responses
            .first()
            .ok_or_else(|| incomplete("the topic"))?;
        let message = result.error_message.as_deref();
        self.accepted(
            result.error_code,
            message,
            &format!("delete the topic {name}"),
        )
    }

    /// Removes the records of a partition before an offset.
    pub async fn delete_records(
        &mut self,
        topic: &Topic,
        partition: i32,
        offset: i64,
    ) -> Result<(), Error> {
        let leader = topic.leader(partition)?;
        let records = DeleteRecordsPartition::default()
            .with_partition_index(partition)
            .with_offset(offset);
        let request = DeleteRecordsRequest::default()
            .with_topics(vec![
                DeleteRecordsTopic::default()
                    .with_name(topic_name(&topic.name))
                    .with_partitions(vec![records]),
            ])
            .with_timeout_ms(BROKER_LIMIT_MS);
        let answer = self.call(Some(leader), &request, i16::MAX).await?;
        let result = answer
            .topics
            .iter()
            .flat_map(|topic| topic.partitions.iter());
        let result = result
            .into_iter()
            .next()
            .ok_or_else(|| incomplete("the partition"))?;
        let what = format!(
            "delete the records before offset {offset} of partition {partition} of {}",
            topic.name
        );
        self.accepted(result.error_code, None, &what)
    }

    /// The configuration of a topic.
    pub async fn topic_config(&mut self, name: &str) -> Result<BTreeMap<String, String>, Error> {
        let resource = DescribeConfigsResource::default()
            .with_resource_type(TOPIC_RESOURCE)
            .with_resource_name(StrBytes::from_string(name.to_owned()))
            .with_configuration_keys(None);
        let request = DescribeConfigsRequest::default().with_resources(vec![resource]);
        let answer = self.call(None, &request, i16::MAX).await?;
        let result = answer.results.into_iter().next();
        let result = result.ok_or_else(|| incomplete("the configuration"))?;
        let message = result.error_message.as_deref();
        self.accepted(
            result.error_code,
            message,
            &format!("show the configuration of the topic {name}"),
        )?;
        let entries = result.configs.into_iter().map(|entry| {
            let value = entry.value.map(|value| value.to_string());
            (entry.name.to_string(), value.unwrap_or_default())
        });
        Ok(entries.collect())
    }

    /// Asks the controller, whoever that is now.
    async fn ask_controller<R: Request>(
        &mut self,
        request: &R,
        at_most: i16,
    ) -> Result<R::Response, Error> {
        if self.controller.is_none() {
            self.topics().await?;
        }
        self.call(self.controller, request, at_most).await
    }

    /// An error for a code other than zero. The controller is looked up anew next time, for it may have moved.
    fn accepted(&mut self, code: i16, message: Option<&str>, what: &str) -> Result<(), Error> {
        if code == 0 {
            return Ok(());
        }
        self.controller = None;
        Err(refused(code, message, what))
    }
}
