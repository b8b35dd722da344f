//! [`CallContext`]: all that one call of a guest gets from outside.

use std::sync::Arc;

use mzhost_core::event::Stream;
use mzhost_core::mask::Masker;
use mzhost_core::perform::{Caller, Perform};
use mzhost_core::time_limit::TimeLimit;

use super::limits::GuestLimits;
use super::pool::MemoryPool;

/// Takes the lines of a guest's output, without their line ends and safe for a terminal.
pub type OutputSink = Arc<dyn Fn(Stream, &str) + Send + Sync>;

/// All that one call of a guest gets from outside. Dropping the call cancels it.
#[derive(Clone)]
pub struct CallContext {
    /// Answers the guest's calls.
    pub perform: Arc<dyn Perform>,
    /// Who the guest is in those calls.
    pub caller: Arc<Caller>,
    /// Takes its standard output and standard error, line by line.
    pub output: OutputSink,
    /// What is secret: no line is cut within it.
    pub masker: Masker,
    /// What it may use.
    pub limits: GuestLimits,
    /// The memory that it shares with the other guests of its run.
    pub memory: MemoryPool,
    /// How long it may run.
    pub clock: TimeLimit,
    /// What its randomness follows from. Two calls with one seed get the same random numbers, so calls that share
    /// containers should not share it.
    pub seed: u64,
}
