//! Work on the composition's folder.

use std::sync::Arc;

use super::setup::Run;
use crate::code::Code;
use crate::fault::Fault;
use crate::root::Root;

impl Run {
    /// Does work on a thread that may block.
    pub(super) async fn with_root<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Root) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        with_root(&self.root, work).await
    }
}

/// Does work on a thread that may block.
pub(super) async fn with_root<T: Send + 'static>(
    root: &Arc<Root>,
    work: impl FnOnce(&Root) -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let root = Arc::clone(root);
    tokio::task::spawn_blocking(move || work(&root))
        .await
        .unwrap_or_else(|error| {
            let message = format!("work on the composition's folder failed: {error}");
            Err(Fault::new(Code::Internal, message))
        })
}
