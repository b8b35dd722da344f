//! Whatever ends mzhost or the engine, nothing of a run is left: on engines of these tests' own, where all can be counted.

mod builds;
mod disk;
mod engine;
mod gc;
mod kills;
mod many;
mod restarts;
mod signals;
mod slow;
mod sweep;
