//! Kafka.

mod add_partitions;
mod create_topic;
mod delete_records;
mod delete_topic;
mod format;
mod ingest;
mod registry;
mod state;
mod tries;
mod verify_commit;
mod verify_data;
mod verify_topic;
mod wait_topic;

use super::Entry;

pub use state::State;
pub use wait_topic::wait_topic;

/// What the documentation shows.
pub(super) const EXAMPLE: &str = r#"$ kafka-create-topic topic=orders partitions=2

$ kafka-ingest topic=orders format=json key-format=text partition=0
a:{"id": 1, "item": "anvil"}
b:{"id": 2, "item": "rope"}

$ kafka-verify-data topic=testdrive-orders-${testdrive.seed} key-format=text value-format=json
a {"item": "anvil", "id": 1}
b {"item": "rope", "id": 2}

$ set schema={"type": "record", "name": "order", "fields": [{"name": "id", "type": "long"}]}

$ kafka-ingest topic=avro format=avro schema=${schema} repeat=2
{"id": ${kafka-ingest.iteration}}

$ kafka-verify-data topic=testdrive-avro-${testdrive.seed} format=avro sort-messages=true exact=true
{"id": 0}
{"id": 1}
"#;

/// The actions.
pub const ENTRIES: &[Entry] = &[
    create_topic::ENTRY,
    add_partitions::ENTRY,
    wait_topic::ENTRY,
    delete_records::ENTRY,
    delete_topic::ENTRY,
    ingest::ENTRY,
    verify_data::ENTRY,
    verify_topic::ENTRY,
    verify_commit::ENTRY,
];
