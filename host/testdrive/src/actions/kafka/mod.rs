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
