//! Which partition a record goes to, as Java's client decides.

/// Spreads records over partitions: by key where there is one, else one after the other.
#[derive(Debug, Default)]
pub struct Partitioner {
    next: usize,
}

impl Partitioner {
    /// The place of a record's partition among `count`.
    pub fn place(&mut self, key: Option<&[u8]>, count: usize) -> usize {
        let count = count.max(1);
        if let Some(key) = key {
            let hash = murmur2(key) & 0x7fff_ffff;
            return usize::try_from(hash).unwrap_or_default() % count;
        }
        let place = self.next % count;
        self.next = self.next.wrapping_add(1);
        place
    }
}

/// The hash of Java's client: 32-bit murmur2 with its seed.
fn murmur2(data: &[u8]) -> u32 {
    const M: u32 = 0x5bd1_e995;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "keys are far below 4 GiB, and Java cuts as well"
    )]
    let length = data.len() as u32;
    let mut hash = 0x9747_b28c ^ length;
    let (words, rest) = data.as_chunks::<4>();
    for word in words {
        let mut k = u32::from_le_bytes(*word).wrapping_mul(M);
        k ^= k >> 24;
        hash = hash.wrapping_mul(M) ^ k.wrapping_mul(M);
    }
    if !rest.is_empty() {
        for (byte, shift) in rest.iter().zip([0, 8, 16]) {
            hash ^= u32::from(*byte) << shift;
        }
        hash = hash.wrapping_mul(M);
    }
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(M);
    hash ^ (hash >> 15)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values that Java's client gives.
    #[test]
    fn keys_hash_as_in_java() {
        let cases: &[(&str, i32)] = &[
            ("21", -973_932_308),
            ("foobar", -790_332_482),
            ("a-little-bit-long-string", -985_981_536),
            ("a-little-bit-longer-string", -1_486_304_829),
            (
                "lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8",
                -58_897_971,
            ),
            ("abc", 479_470_107),
        ];
        for (key, hash) in cases {
            assert_eq!(murmur2(key.as_bytes()).cast_signed(), *hash, "{key}");
        }
    }

    #[test]
    fn records_without_a_key_take_turns() {
        let mut partitioner = Partitioner::default();
        let places: Vec<_> = (0..5).map(|_| partitioner.place(None, 3)).collect();
        assert_eq!(places, [0, 1, 2, 0, 1]);
    }
}
