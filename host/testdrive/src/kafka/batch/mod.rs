//! Batches of records in Kafka's format (magic 2). The codec crate keeps headers in a map and so loses those whose
//! names repeat; this one keeps them, and believes no length that a server sends.

mod compression;
mod decode;
mod encode;

pub(super) use decode::{Aborted, decode};
pub(super) use encode::{Batch, Origin};

/// The format's number.
const MAGIC: i8 = 2;

/// Bit of the attributes: part of a transaction.
const TRANSACTIONAL: i16 = 1 << 4;

/// Bit of the attributes: the end of a transaction, no record.
const CONTROL: i16 = 1 << 5;

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bytes::Bytes;

    use super::*;
    use crate::kafka::record::{Compression, Record};

    fn record(value: Option<&'static str>) -> Record {
        Record {
            timestamp: 1000,
            key: Some(Bytes::from_static(b"key")),
            value: value.map(Bytes::from),
            headers: Arc::new(vec![
                ("a".to_owned(), Some(Bytes::from_static(b"1"))),
                ("a".to_owned(), None),
            ]),
        }
    }

    fn encoded(compression: Compression) -> Bytes {
        let mut batch = Batch::default();
        for value in [Some("one"), None] {
            batch.add(&record(value)).unwrap();
        }
        let origin = Origin {
            producer: 7,
            epoch: 0,
            sequence: 0,
        };
        batch.finish(compression, &origin).unwrap()
    }

    #[test]
    fn batches_come_back_as_they_went_with_every_compression() {
        for compression in [
            Compression::None,
            Compression::Gzip,
            Compression::Snappy,
            Compression::Lz4,
            Compression::Zstd,
        ] {
            let batches = decode(encoded(compression), 3, 0, Vec::new(), 1 << 20).unwrap();
            assert_eq!(batches.next, 2, "{compression:?}");
            let records: Vec<_> = batches
                .records
                .iter()
                .map(|stored| &stored.record)
                .collect();
            assert_eq!(
                records,
                [&record(Some("one")), &record(None)],
                "{compression:?}"
            );
        }
    }

    #[test]
    fn records_before_the_offset_are_left_out() {
        let batches = decode(encoded(Compression::None), 3, 1, Vec::new(), 1 << 20).unwrap();
        let offsets: Vec<_> = batches.records.iter().map(|stored| stored.offset).collect();
        assert_eq!(offsets, [1]);
    }

    /// A batch of two records at an offset, with these bits of the attributes.
    fn placed(base: i64, attributes: i16) -> Vec<u8> {
        let mut bytes = encoded(Compression::None).to_vec();
        bytes[..8].copy_from_slice(&base.to_be_bytes());
        bytes[21..23].copy_from_slice(&attributes.to_be_bytes());
        let checksum = crc32c::crc32c(&bytes[21..]);
        bytes[17..21].copy_from_slice(&checksum.to_be_bytes());
        bytes
    }

    #[test]
    fn records_of_aborted_transactions_are_left_out() {
        let bytes = [
            placed(0, TRANSACTIONAL),
            placed(2, 0),
            placed(4, TRANSACTIONAL | CONTROL),
            placed(6, TRANSACTIONAL),
        ]
        .concat();
        let aborted = |producer| {
            vec![Aborted {
                producer,
                first_offset: 0,
            }]
        };
        let offsets = |aborted| -> Vec<i64> {
            let batches = decode(bytes.clone().into(), 3, 0, aborted, 1 << 20).unwrap();
            assert_eq!(batches.next, 8);
            batches.records.iter().map(|stored| stored.offset).collect()
        };
        assert_eq!(offsets(aborted(7)), [2, 3, 6, 7]);
        assert_eq!(offsets(aborted(8)), [0, 1, 2, 3, 6, 7]);
    }

    #[test]
    fn false_bytes_are_an_error_or_nothing_and_never_a_panic() {
        let good = encoded(Compression::None);
        for end in 0..good.len() {
            let batches = decode(good.slice(..end), 0, 0, Vec::new(), 1 << 20).unwrap();
            assert!(batches.records.is_empty(), "{end}");
        }
        for place in 0..good.len() {
            let mut bad = good.to_vec();
            bad[place] ^= 0xff;
            let _ = decode(bad.into(), 0, 0, Vec::new(), 1 << 20);
        }
        let mut bad = good.to_vec();
        bad[good.len() - 1] ^= 1;
        assert!(decode(bad.into(), 0, 0, Vec::new(), 1 << 20).is_err());
    }

    #[test]
    fn what_unpacks_to_more_than_the_limit_is_refused() {
        let mut batch = Batch::default();
        let mut large = record(None);
        large.value = Some(vec![0; 100_000].into());
        batch.add(&large).unwrap();
        let origin = Origin {
            producer: -1,
            epoch: -1,
            sequence: -1,
        };
        for compression in [
            Compression::Gzip,
            Compression::Snappy,
            Compression::Lz4,
            Compression::Zstd,
        ] {
            let bytes = batch.clone().finish(compression, &origin).unwrap();
            assert!(decode(bytes.clone(), 0, 0, Vec::new(), 200_000).is_ok());
            assert!(
                decode(bytes, 0, 0, Vec::new(), 50_000).is_err(),
                "{compression:?}"
            );
        }
    }
}
