//! Records as the actions see them.

use std::sync::Arc;

use bytes::Bytes;
pub use kafka_protocol::records::Compression;

/// A header: its name and value. Names may repeat.
pub type Header = (String, Option<Bytes>);

/// A record that is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Milliseconds since 1970.
    pub timestamp: i64,
    /// Its key.
    pub key: Option<Bytes>,
    /// Its value; none deletes the key in a compacted topic.
    pub value: Option<Bytes>,
    /// Its headers, in order; many records share them.
    pub headers: Arc<Vec<Header>>,
}

/// A record that a topic holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its partition.
    pub partition: i32,
    /// Its place in the partition.
    pub offset: i64,
    /// The record.
    pub record: Record,
}
