//! A small client of Kafka: all connections go through [`Access`](crate::Access), so that advertised addresses mean
//! what they mean to the broker.
