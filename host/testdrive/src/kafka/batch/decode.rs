//! Batches that come.

use std::collections::HashSet;
use std::sync::Arc;

use bytes::{Buf, Bytes};

use super::{CONTROL, MAGIC, TRANSACTIONAL, compression};
use crate::kafka::record::{Header, Record, Stored};

/// Bytes before those that a batch's length counts.
const PROLOGUE: usize = 8 + 4;

/// A transaction that was given up.
#[derive(Debug, Clone, Copy)]
pub(in crate::kafka) struct Aborted {
    /// Whose.
    pub producer: i64,
    /// Where it began.
    pub first_offset: i64,
}

/// The records of an answer.
#[derive(Debug, Default)]
pub(in crate::kafka) struct Batches {
    /// The records that are committed, ascending.
    pub records: Vec<Stored>,
    /// The offset after the last batch; zero when there was no whole one.
    pub next: i64,
}

struct BatchHeader {
    base: i64,
    attributes: i16,
    first_timestamp: i64,
    last_timestamp: i64,
    producer: i64,
    count: i32,
}

/// Reads batches; the last may be cut off. Records before `from` and those of aborted transactions are left out.
/// No batch unpacks to more than `limit` bytes.
pub(in crate::kafka) fn decode(
    mut bytes: Bytes,
    partition: i32,
    from: i64,
    mut aborted: Vec<Aborted>,
    limit: usize,
) -> Result<Batches, String> {
    aborted.sort_by_key(|transaction| transaction.first_offset);
    let mut waiting = aborted.into_iter().peekable();
    let mut given_up = HashSet::new();
    let mut batches = Batches::default();
    while bytes.len() >= PROLOGUE {
        let mut ahead = bytes.clone();
        let base = ahead.get_i64();
        let length = usize::try_from(ahead.get_i32()).map_err(|_| "a negative length")?;
        if ahead.len() < length {
            break;
        }
        let batch = ahead.split_to(length);
        bytes = ahead;
        let (header, last, records) = open(base, batch)?;
        batches.next = batches.next.max(last.saturating_add(1));
        while let Some(transaction) = waiting.next_if(|waits| waits.first_offset <= last) {
            given_up.insert(transaction.producer);
        }
        if header.attributes & CONTROL != 0 {
            // The end of a transaction. An aborted producer may begin another, which the list names again.
            given_up.remove(&header.producer);
            continue;
        }
        if header.attributes & TRANSACTIONAL != 0 && given_up.contains(&header.producer) {
            continue;
        }
        let mut records = compression::decompress(header.attributes, records, limit)?;
        for _ in 0..header.count {
            let stored = record(&mut records, partition, &header)?;
            if stored.offset >= from {
                batches.records.push(stored);
            }
        }
    }
    Ok(batches)
}

/// The header of a batch, its last offset and its records as they are stored.
fn open(base: i64, mut batch: Bytes) -> Result<(BatchHeader, i64, Bytes), String> {
    take_i32(&mut batch)?;
    let magic = batch.try_get_i8().map_err(short)?;
    if magic != MAGIC {
        return Err(format!(
            "records in the old format {magic}, from before Kafka 0.11"
        ));
    }
    let checksum = batch.try_get_u32().map_err(short)?;
    if crc32c::crc32c(&batch) != checksum {
        return Err("a batch with a wrong checksum".to_owned());
    }
    let attributes = batch.try_get_i16().map_err(short)?;
    let last = base.saturating_add(i64::from(take_i32(&mut batch)?));
    let first_timestamp = batch.try_get_i64().map_err(short)?;
    let last_timestamp = batch.try_get_i64().map_err(short)?;
    let producer = batch.try_get_i64().map_err(short)?;
    let _epoch = batch.try_get_i16().map_err(short)?;
    let _sequence = take_i32(&mut batch)?;
    let count = take_i32(&mut batch)?;
    let header = BatchHeader {
        base,
        attributes,
        first_timestamp,
        last_timestamp,
        producer,
        count,
    };
    Ok((header, last, batch))
}

/// Bit of the attributes: the broker's clock stamped the whole batch.
const LOG_APPEND_TIME: i16 = 1 << 3;

fn record(bytes: &mut Bytes, partition: i32, header: &BatchHeader) -> Result<Stored, String> {
    let length = take_length(bytes)?.ok_or("a record without a length")?;
    let mut body = take(bytes, length)?;
    body.try_get_i8().map_err(short)?;
    let later = take_varint(&mut body)?;
    let offset = header.base.saturating_add(take_varint(&mut body)?);
    let key = take_bytes(&mut body)?;
    let value = take_bytes(&mut body)?;
    let count = take_length(&mut body)?.ok_or("a negative number of headers")?;
    let mut headers: Vec<Header> = Vec::new();
    for _ in 0..count {
        let name = take_bytes(&mut body)?.ok_or("a header without a name")?;
        let name = String::from_utf8_lossy(&name).into_owned();
        headers.push((name, take_bytes(&mut body)?));
    }
    let timestamp = if header.attributes & LOG_APPEND_TIME == 0 {
        header.first_timestamp.saturating_add(later)
    } else {
        header.last_timestamp
    };
    Ok(Stored {
        partition,
        offset,
        record: Record {
            timestamp,
            key,
            value,
            headers: Arc::new(headers),
        },
    })
}

fn short(_: bytes::TryGetError) -> String {
    "a batch that ends too early".to_owned()
}

fn take_i32(bytes: &mut Bytes) -> Result<i32, String> {
    bytes.try_get_i32().map_err(short)
}

fn take(bytes: &mut Bytes, length: usize) -> Result<Bytes, String> {
    if bytes.len() < length {
        return Err("a record that ends too early".to_owned());
    }
    Ok(bytes.split_to(length))
}

/// A length; minus one is none.
fn take_length(bytes: &mut Bytes) -> Result<Option<usize>, String> {
    match take_varint(bytes)? {
        -1 => Ok(None),
        length => usize::try_from(length)
            .map(Some)
            .map_err(|_| format!("the length {length}")),
    }
}

fn take_bytes(bytes: &mut Bytes) -> Result<Option<Bytes>, String> {
    let length = take_length(bytes)?;
    length.map(|length| take(bytes, length)).transpose()
}

fn take_varint(bytes: &mut Bytes) -> Result<i64, String> {
    let mut number = 0_u64;
    for shift in (0..70).step_by(7) {
        let byte = bytes.try_get_u8().map_err(short)?;
        number |= u64::from(byte & 0x7f)
            .checked_shl(shift)
            .unwrap_or_default();
        if byte & 0x80 == 0 {
            return Ok((number >> 1).cast_signed() ^ -((number & 1).cast_signed()));
        }
    }
    Err("a number that does not end".to_owned())
}
