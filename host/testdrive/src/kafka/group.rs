//! What consumer groups have committed.

use kafka_protocol::messages::offset_fetch_request::OffsetFetchRequestTopic;
use kafka_protocol::messages::{FindCoordinatorRequest, GroupId, OffsetFetchRequest};
use kafka_protocol::protocol::StrBytes;

use super::client::Client;
use super::error::{incomplete, refused};
use super::metadata::topic_name;
use crate::failure::Error;

impl Client {
    /// The offset that a consumer group has committed for a partition; none before it did.
    pub async fn committed(
        &mut self,
        group: &str,
        topic: &str,
        partition: i32,
    ) -> Result<Option<i64>, Error> {
        if self.brokers.is_empty() {
            self.topics().await?;
        }
        let group_name = StrBytes::from_string(group.to_owned());
        let request = FindCoordinatorRequest::default().with_key(group_name.clone());
        // Later versions of both requests ask for several groups, in another form.
        let answer = self.call(None, &request, 3).await?;
        if answer.error_code != 0 {
            let message = answer.error_message.as_deref();
            let what = format!("name the coordinator of the group {group}");
            return Err(refused(answer.error_code, message, &what));
        }
        let coordinator = answer.node_id.0;
        if let Ok(port) = u16::try_from(answer.port) {
            self.brokers
                .insert(coordinator, (answer.host.to_string(), port));
        }
        let asked = OffsetFetchRequestTopic::default()
            .with_name(topic_name(topic))
            .with_partition_indexes(vec![partition]);
        let request = OffsetFetchRequest::default()
            .with_group_id(GroupId(group_name))
            .with_topics(Some(vec![asked]));
        let answer = self.call(Some(coordinator), &request, 7).await?;
        let what = format!("show what the group {group} has committed");
        if answer.error_code != 0 {
            return Err(refused(answer.error_code, None, &what));
        }
        let partitions = answer
            .topics
            .iter()
            .flat_map(|topic| topic.partitions.iter());
        let found = partitions
            .into_iter()
            .find(|found| found.partition_index == partition);
        let found = found.ok_or_else(|| incomplete("the partition"))?;
        if found.error_code != 0 {
            return Err(refused(found.error_code, None, &what));
        }
        Ok(Some(found.committed_offset).filter(|offset| *offset >= 0))
    }
}
