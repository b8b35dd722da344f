//! The layers around the executor. Each wraps a [`Perform`] and is one itself; recording, replay and faults
//! will be further ones.

mod limits;
mod phase;
mod tell;

use std::sync::Arc;

use super::limits::Limits;
use crate::event::Events;
use crate::perform::Perform;

/// Wraps an executor into all layers: events outermost, so that refusals are told, too.
pub fn layered(inner: Arc<dyn Perform>, events: Events, limits: Limits) -> Arc<dyn Perform> {
    let limited = Arc::new(limits::Limited::new(inner, limits));
    let phased = Arc::new(phase::Phased::new(limited));
    Arc::new(tell::Told::new(phased, events))
}
