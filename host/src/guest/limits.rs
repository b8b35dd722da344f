//! What one call of a guest may use: memory, tables, instances, output. Time is the caller's `TimeLimit`.

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use wasmtime::ResourceLimiter;

use super::pool::MemoryPool;

const MIB: usize = 1 << 20;
/// Elements of all tables together; each costs the host a pointer or two.
const TABLE_ELEMENTS: usize = 1 << 20;
/// Core instances of a component; a Python guest has about 60.
const INSTANCES: usize = 1000;
const TABLES: usize = 1000;
const MEMORIES: usize = 100;

/// Resources that a guest holds: its own and the host's. Each costs the host some hundred bytes.
pub(super) const HANDLES: usize = 100_000;

/// Limits that the user can set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GuestLimits {
    /// Bytes of all linear memories together.
    pub memory: usize,
    /// Bytes of standard output and standard error together.
    pub output: u64,
    /// Bytes that one call between guest and host may carry.
    pub transfer: usize,
}

impl Default for GuestLimits {
    fn default() -> Self {
        Self {
            memory: 256 * MIB,
            output: 64 << 20,
            transfer: 64 * MIB,
        }
    }
}

/// Keeps a store's memory within its limit. Growth past it fails, as on a machine without memory, so that the
/// guest's language can say so; the first denial is remembered.
#[derive(Debug)]
pub(super) struct Limiter {
    allowed: usize,
    pool: MemoryPool,
    used: usize,
    last_growth: usize,
    elements: usize,
    asked: Option<Asked>,
}

/// A growth that was denied.
#[derive(Debug, Clone, Copy)]
struct Asked {
    bytes: usize,
    allowed: usize,
    who: &'static str,
}

impl Limiter {
    pub(super) fn new(limits: GuestLimits, pool: MemoryPool) -> Self {
        Self {
            allowed: limits.memory,
            pool,
            used: 0,
            last_growth: 0,
            elements: 0,
            asked: None,
        }
    }

    /// The fault when the guest was denied memory.
    pub(super) fn denied(&self) -> Option<Fault> {
        let Asked {
            bytes,
            allowed,
            who,
        } = self.asked?;
        Some(
            Fault::new(
                Code::LimitMemory,
                format!(
                    "{who} asked for {} MiB of memory and may have {} MiB: raise it with --guest-memory",
                    bytes.div_ceil(MIB),
                    allowed / MIB
                ),
            )
            .detail("asked", bytes.to_string())
            .detail("allowed", allowed.to_string()),
        )
    }
}

impl Limiter {
    /// Remembers the first denial.
    fn denies(&mut self, bytes: usize, allowed: usize, who: &'static str) {
        self.last_growth = 0;
        self.asked.get_or_insert(Asked {
            bytes,
            allowed,
            who,
        });
    }
}

impl Drop for Limiter {
    fn drop(&mut self) {
        self.pool.give(self.used);
    }
}

impl ResourceLimiter for Limiter {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        self.last_growth = desired.saturating_sub(current);
        let wanted = self.used.saturating_add(self.last_growth);
        if wanted > self.allowed {
            self.denies(wanted, self.allowed, "the guest");
            return Ok(false);
        }
        let most = MemoryPool::most(self.allowed);
        if let Err(wanted) = self.pool.take(self.last_growth, most) {
            self.denies(wanted, most, "the guests of this run together");
            return Ok(false);
        }
        self.used = wanted;
        Ok(true)
    }

    fn memory_grow_failed(&mut self, _error: wasmtime::Error) -> wasmtime::Result<()> {
        // Once for each growth that was allowed.
        let growth = std::mem::take(&mut self.last_growth);
        self.used = self.used.saturating_sub(growth);
        self.pool.give(growth);
        Ok(())
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let wanted = self
            .elements
            .saturating_add(desired.saturating_sub(current));
        let fits = wanted <= TABLE_ELEMENTS;
        if fits {
            self.elements = wanted;
        }
        Ok(fits)
    }

    fn instances(&self) -> usize {
        INSTANCES
    }

    fn tables(&self) -> usize {
        TABLES
    }

    fn memories(&self) -> usize {
        MEMORIES
    }
}
