//! Bytes that come in pieces: a secret that is split over two of them is found, too.

use super::MASK;
use super::masker::Masker;

/// Masks a stream. Of what came, it holds back only what may be the beginning of a secret.
pub struct MaskStream {
    masker: Masker,
    held: Vec<u8>,
    /// Bytes of `held` whose mask was given already.
    covered: usize,
}

impl MaskStream {
    pub(super) fn new(masker: Masker) -> Self {
        Self {
            masker,
            held: Vec::new(),
            covered: 0,
        }
    }

    /// Takes bytes and gives those that can be shown.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.take(bytes, false)
    }

    /// The end of the stream: gives what was held back.
    pub fn finish(&mut self) -> Vec<u8> {
        self.take(&[], true)
    }

    fn take(&mut self, bytes: &[u8], end: bool) -> Vec<u8> {
        self.held.extend_from_slice(bytes);
        let held = std::mem::take(&mut self.held);
        let Some(patterns) = self.masker.patterns() else {
            return held;
        };
        let cut = if end {
            held.len()
        } else {
            patterns.unfinished(&held)
        };
        if cut == 0 {
            self.held = held;
            return Vec::new();
        }
        let mut shown = Vec::with_capacity(cut);
        let (mut at, covered) = (0, std::mem::take(&mut self.covered));
        for place in patterns.places(&held, covered) {
            if place.start >= cut {
                break;
            }
            shown.extend_from_slice(held.get(at..place.start).unwrap_or_default());
            // The mask of what is covered was given with its first bytes.
            if place.start > 0 || covered == 0 {
                shown.extend_from_slice(MASK.as_bytes());
            }
            at = place.end.min(cut);
            self.covered = place.end.saturating_sub(cut);
        }
        shown.extend_from_slice(held.get(at..cut).unwrap_or_default());
        self.held = held.get(cut..).unwrap_or_default().to_vec();
        shown
    }
}
