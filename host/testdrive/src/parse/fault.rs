//! A parse error before it is tied to its file.

/// What is wrong at a byte of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// The byte.
    pub(super) offset: usize,
    /// What is wrong and how to put it right.
    pub(super) message: String,
}

impl Fault {
    /// A fault.
    pub(super) fn new(offset: usize, message: impl Into<String>) -> Self {
        Self {
            offset,
            message: message.into(),
        }
    }
}
