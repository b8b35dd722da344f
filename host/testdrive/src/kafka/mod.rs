//! A small client of Kafka: all connections go through [`Access`](crate::Access), so that advertised addresses mean
//! what they mean to the broker.

mod admin;
mod batch;
mod client;
mod connection;
mod error;
mod fetch;
mod group;
mod metadata;
mod partitioner;
mod produce;
mod record;

pub use client::Client;
pub use connection::LARGEST_ANSWER;
pub use fetch::{BATCH_BYTES, Fetched, Position};
pub use metadata::{Partition, Topic};
pub use partitioner::Partitioner;
pub use produce::Producer;
pub use record::{Compression, Header, Record, Stored};
