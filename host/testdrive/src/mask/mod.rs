//! Values that must not be shown, found in text and bytes in the forms that programs write them in.
//!
//! One [`Masker`] belongs to a run: the sender of its events and everything that writes into its folder ask it. What a
//! test file knows beside that is in [`crate::secrets`].

mod forms;
mod masker;
mod patterns;
mod stream;

pub use masker::{Masker, Refused};
pub use stream::MaskStream;

/// What stands in place of a secret.
pub const MASK: &str = "***";
/// Characters of the shortest secret: shorter values, and above all their base64, are found where they are not.
pub const SHORTEST: usize = 6;
