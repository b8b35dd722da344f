//! Components that were changed by chance, the same way for the same number.

use super::component::leb;

/// Changes of one mutant.
const MOST_CHANGES: usize = 6;

/// Makes one mutant.
pub(super) struct Mutator(u64);

impl Mutator {
    /// The mutator of the mutant of this number.
    pub(super) fn new(number: u64) -> Self {
        // Neighbours must not be alike, and none may be 0.
        let mut mutator = Self(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        mutator.next();
        mutator
    }

    /// One of the seeds, changed.
    pub(super) fn mutant(mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = seeds[self.below(seeds.len())].clone();
        for _ in 0..=self.below(MOST_CHANGES) {
            if bytes.is_empty() {
                break;
            }
            self.change(&mut bytes);
        }
        bytes
    }

    fn change(&mut self, bytes: &mut Vec<u8>) {
        let at = self.below(bytes.len());
        match self.below(8) {
            0 => bytes[at] ^= 1 << self.below(8),
            1 => bytes[at] = [0, 1, 0x7f, 0x80, 0xff][self.below(5)],
            2 => bytes.truncate(at),
            // A number that is too large, such as a count or a size.
            3 => {
                let number = leb([1 << 20, 1 << 28, (1 << 32) - 1, 1 << 40][self.below(4)]);
                let end = (at + number.len()).min(bytes.len());
                bytes.splice(at..end, number);
            }
            4 => {
                let piece = self.piece(bytes);
                bytes.splice(at..at, piece);
            }
            5 => {
                let end = (at + 1 + self.below(64)).min(bytes.len());
                bytes.drain(at..end);
            }
            _ => self.sections(bytes),
        }
    }

    /// Some bytes of it.
    fn piece(&mut self, bytes: &[u8]) -> Vec<u8> {
        let begin = self.below(bytes.len());
        let end = (begin + 1 + self.below(256)).min(bytes.len());
        bytes[begin..end].to_vec()
    }

    /// Repeats, removes or moves a section.
    fn sections(&mut self, bytes: &mut Vec<u8>) {
        let Some((head, mut sections)) = split(bytes) else {
            return;
        };
        let (one, other) = (self.below(sections.len()), self.below(sections.len()));
        match self.below(3) {
            0 => sections.insert(other, sections[one].clone()),
            1 => drop(sections.remove(one)),
            _ => sections.swap(one, other),
        }
        *bytes = [head, sections.concat()].concat();
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap()
    }

    /// The next number of xorshift64.
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

/// The header and the sections; none when it has none.
fn split(bytes: &[u8]) -> Option<(Vec<u8>, Vec<Vec<u8>>)> {
    let (head, mut rest) = bytes.split_at_checked(8)?;
    let mut sections = Vec::new();
    while let Some(length) = section_length(rest).filter(|length| *length <= rest.len()) {
        let (section, after) = rest.split_at(length);
        sections.push(section.to_vec());
        rest = after;
    }
    if !rest.is_empty() {
        sections.push(rest.to_vec());
    }
    (!sections.is_empty()).then(|| (head.to_vec(), sections))
}

/// Bytes of the first section with its id and size.
fn section_length(bytes: &[u8]) -> Option<usize> {
    let (mut size, mut at) = (0_usize, 1);
    loop {
        let byte = *bytes.get(at)?;
        size |= usize::from(byte & 0x7f).checked_shl(7 * (u32::try_from(at).ok()? - 1))?;
        at += 1;
        if byte & 0x80 == 0 {
            return at.checked_add(size);
        }
        if at > 5 {
            return None;
        }
    }
}
