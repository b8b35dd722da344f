//! The compression of batches, with an end to what they unpack to.

use std::io::Read;

use bytes::{Buf, BufMut, Bytes, BytesMut};
use flate2::read::GzDecoder;
use kafka_protocol::compression::{Compressor, Gzip, Lz4, Snappy, Zstd};

use crate::kafka::record::Compression;

/// What begins the snappy that Java's library writes: blocks with their lengths.
const SNAPPY_BLOCKS: &[u8] = b"\x82SNAPPY\0";

/// Bytes of that beginning with its two version numbers.
const SNAPPY_HEADER: usize = 16;

/// The records as a batch holds them.
pub(super) fn compress(how: Compression, records: Bytes) -> Result<Bytes, String> {
    let mut out = BytesMut::new();
    let fill = |buffer: &mut BytesMut| {
        buffer.put_slice(&records);
        Ok(())
    };
    let result = match how {
        Compression::None => return Ok(records),
        Compression::Gzip => Gzip::compress(&mut out, fill),
        Compression::Snappy => Snappy::compress(&mut out, fill),
        Compression::Lz4 => Lz4::compress(&mut out, fill),
        Compression::Zstd => Zstd::compress(&mut out, fill),
    };
    result.map_err(|error| format!("compression failed: {error}"))?;
    Ok(out.freeze())
}

/// The records of a batch with these attributes, at most `limit` bytes.
pub(super) fn decompress(attributes: i16, records: Bytes, limit: usize) -> Result<Bytes, String> {
    match attributes & 7 {
        0 => Ok(records),
        1 => read(GzDecoder::new(records.reader()), limit),
        2 => snappy(records, limit),
        3 => read(lz4::Decoder::new(records.reader()).map_err(broken)?, limit),
        4 => read(zstd::Decoder::new(records.reader()).map_err(broken)?, limit),
        other => Err(format!("a batch with the unknown compression {other}")),
    }
}

fn read(reader: impl Read, limit: usize) -> Result<Bytes, String> {
    let mut out = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX);
    reader
        .take(most.saturating_add(1))
        .read_to_end(&mut out)
        .map_err(broken)?;
    if out.len() > limit {
        return Err(too_large(limit));
    }
    Ok(out.into())
}

fn snappy(mut records: Bytes, limit: usize) -> Result<Bytes, String> {
    if !records.starts_with(SNAPPY_BLOCKS) || records.len() < SNAPPY_HEADER {
        return snappy_block(&records, limit).map(Bytes::from);
    }
    records.advance(SNAPPY_HEADER);
    let mut out = Vec::new();
    while !records.is_empty() {
        let length = records.try_get_u32().map_err(broken)?;
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        if records.len() < length {
            return Err("a batch that ends too early".to_owned());
        }
        let block = records.split_to(length);
        out.extend(snappy_block(&block, limit.saturating_sub(out.len()))?);
    }
    Ok(out.into())
}

fn snappy_block(block: &[u8], limit: usize) -> Result<Vec<u8>, String> {
    if snap::raw::decompress_len(block).map_err(broken)? > limit {
        return Err(too_large(limit));
    }
    snap::raw::Decoder::new()
        .decompress_vec(block)
        .map_err(broken)
}

fn broken(error: impl std::fmt::Display) -> String {
    format!("a batch that does not unpack: {error}")
}

fn too_large(limit: usize) -> String {
    format!("a batch that unpacks to more than {limit} bytes")
}
