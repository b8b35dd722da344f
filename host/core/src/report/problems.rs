//! What went wrong with the reports themselves. A run goes on without them; its caller tells the user.

use std::sync::{Arc, Mutex, PoisonError};

/// Problems of all consumers of a run; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Problems(Arc<Mutex<Vec<String>>>);

impl Problems {
    /// Adds one; each consumer does so once and then gives up.
    pub fn add(&self, problem: String) {
        self.lock().push(problem);
    }

    /// The problems since the last time.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.lock())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
