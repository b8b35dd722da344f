//! What is done about runs whose process died before it could clean up: the reaper of each run ([`reap`]), the sweep
//! at the next start ([`sweep`]), and what both and `mzhost gc` know of what is left ([`Remains`]).
//!
//! All of it goes by labels, asks [`Owner::liveness`](crate::owner::Owner::liveness) before it touches what another
//! process made, and needs no disk.

mod lifetime;
mod reap;
mod remains;
mod sweep;

pub use lifetime::Lifetime;
pub use reap::reap;
pub use remains::Remains;
pub use sweep::sweep;
