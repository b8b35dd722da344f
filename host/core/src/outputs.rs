//! The folder of a run for outputs that are longer than an answer may be, and how much may be written there.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Where long outputs of commands and servers go. Clones share what is left.
#[derive(Debug, Clone)]
pub struct Outputs {
    folder: PathBuf,
    left: Arc<AtomicU64>,
}

impl Outputs {
    /// A folder, which need not be there, for so many bytes of all outputs together.
    pub fn new(folder: PathBuf, bytes: u64) -> Self {
        Self {
            folder,
            left: Arc::new(AtomicU64::new(bytes)),
        }
    }

    /// The path of a file in it, whose folder is made now.
    pub fn file(&self, name: &str) -> PathBuf {
        // A file that cannot be made is left out by who writes it.
        drop(std::fs::create_dir_all(&self.folder));
        self.folder.join(name)
    }

    /// Whether so many bytes more may be written; they are counted then.
    pub fn take(&self, bytes: usize) -> bool {
        let bytes = bytes as u64;
        let less = |left: u64| left.checked_sub(bytes);
        self.left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less)
            .is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_share_what_is_left() {
        let outputs = Outputs::new(PathBuf::from("outputs"), 10);
        assert!(outputs.take(6));
        assert!(!outputs.clone().take(5));
        assert!(outputs.take(4));
        assert!(!outputs.take(1));
    }
}
