//! Batches that are sent.

use bytes::{BufMut, Bytes, BytesMut};

use super::{MAGIC, compression};
use crate::kafka::record::{Compression, Record};

/// Bytes from the beginning of the attributes to the records: what the checksum covers before them.
const COVERED_HEADER: usize = 2 + 4 + 8 + 8 + 8 + 2 + 4 + 4;

/// Which producer sends a batch, and its place among that producer's: brokers drop what came already.
#[derive(Debug, Clone, Copy)]
pub(in crate::kafka) struct Origin {
    /// The producer's id.
    pub producer: i64,
    /// Its epoch.
    pub epoch: i16,
    /// Number of the first record.
    pub sequence: i32,
}

/// A batch that grows.
#[derive(Debug, Clone, Default)]
pub(in crate::kafka) struct Batch {
    records: BytesMut,
    count: i32,
    first_timestamp: i64,
    last_timestamp: i64,
    scratch: BytesMut,
}

impl Batch {
    /// Number of records.
    pub(in crate::kafka) fn count(&self) -> i32 {
        self.count
    }

    /// Bytes of the records.
    pub(in crate::kafka) fn size(&self) -> usize {
        self.records.len()
    }

    /// Adds a record; an error says which part of it is too large.
    pub(in crate::kafka) fn add(&mut self, record: &Record) -> Result<(), &'static str> {
        if self.count == 0 {
            self.first_timestamp = record.timestamp;
            self.last_timestamp = record.timestamp;
        }
        self.last_timestamp = self.last_timestamp.max(record.timestamp);
        let body = &mut self.scratch;
        body.clear();
        body.put_i8(0);
        put_varint(body, record.timestamp.wrapping_sub(self.first_timestamp));
        put_varint(body, i64::from(self.count));
        put_bytes(body, record.key.as_deref())?;
        put_bytes(body, record.value.as_deref())?;
        let headers = i32::try_from(record.headers.len()).map_err(|_| "too many headers")?;
        put_varint(body, i64::from(headers));
        for (name, value) in record.headers.iter() {
            put_bytes(body, Some(name.as_bytes()))?;
            put_bytes(body, value.as_deref())?;
        }
        let length = i32::try_from(body.len()).map_err(|_| "the record is too large")?;
        put_varint(&mut self.records, i64::from(length));
        self.records.put_slice(body);
        self.count += 1;
        Ok(())
    }

    /// The batch in its final form.
    pub(in crate::kafka) fn finish(
        self,
        how: Compression,
        origin: &Origin,
    ) -> Result<Bytes, String> {
        let records = compression::compress(how, self.records.freeze())?;
        let mut covered = BytesMut::with_capacity(COVERED_HEADER + records.len());
        covered.put_i16(how as i16);
        covered.put_i32(self.count - 1);
        covered.put_i64(self.first_timestamp);
        covered.put_i64(self.last_timestamp);
        covered.put_i64(origin.producer);
        covered.put_i16(origin.epoch);
        covered.put_i32(origin.sequence);
        covered.put_i32(self.count);
        covered.put_slice(&records);

        let rest = 4 + 1 + 4 + covered.len();
        let rest_length = i32::try_from(rest).map_err(|_| "the batch is too large")?;
        let mut batch = BytesMut::with_capacity(8 + 4 + rest);
        batch.put_i64(0);
        batch.put_i32(rest_length);
        batch.put_i32(-1);
        batch.put_i8(MAGIC);
        batch.put_u32(crc32c::crc32c(&covered));
        batch.put_slice(&covered);
        Ok(batch.freeze())
    }
}

/// A number with the sign in its last bit, seven bits to a byte.
fn put_varint(buffer: &mut BytesMut, value: i64) {
    let mut rest = ((value << 1) ^ (value >> 63)).cast_unsigned();
    loop {
        let [low, ..] = rest.to_le_bytes();
        rest >>= 7;
        if rest == 0 {
            buffer.put_u8(low & 0x7f);
            return;
        }
        buffer.put_u8(low | 0x80);
    }
}

fn put_bytes(buffer: &mut BytesMut, bytes: Option<&[u8]>) -> Result<(), &'static str> {
    let Some(bytes) = bytes else {
        put_varint(buffer, -1);
        return Ok(());
    };
    let length = i32::try_from(bytes.len()).map_err(|_| "a key, value or header is too large")?;
    put_varint(buffer, i64::from(length));
    buffer.put_slice(bytes);
    Ok(())
}
