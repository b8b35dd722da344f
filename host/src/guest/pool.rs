//! Memory of all guests of a run together: workflows that start others cannot have the machine's.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many guests that use all of their memory have room at the same time.
const GUESTS: usize = 8;

/// What all instances that share it use. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct MemoryPool(Arc<AtomicUsize>);

impl MemoryPool {
    /// The most bytes of guests that may have `each` bytes alone.
    pub(super) fn most(each: usize) -> usize {
        each.saturating_mul(GUESTS)
    }

    /// Takes bytes, if there are not more than `most` afterwards; else how many it would be.
    pub(super) fn take(&self, bytes: usize, most: usize) -> Result<(), usize> {
        let more = |used: usize| used.checked_add(bytes).filter(|used| *used <= most);
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, more)
            .map(drop)
            .map_err(|used| used.saturating_add(bytes))
    }

    /// Gives bytes back that were taken.
    pub(super) fn give(&self, bytes: usize) {
        self.0.fetch_sub(bytes, Ordering::Relaxed);
    }
}
