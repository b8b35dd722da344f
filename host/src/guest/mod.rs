//! Guests: from the bytes of a component to calls of its workflows. The only module that knows wasmtime, beside
//! `imports` and `bindings`; the runner and the command line use what is re-exported here.

mod binary;
mod call;
mod check;
mod config;
mod describe;
mod engine;
mod epoch;
mod images;
mod instance;
mod limits;
mod linker;
mod load;
mod outline;
mod panic_text;
mod pool;
mod private;
mod random;
mod section;
mod signature;
mod skeleton;
mod stdio;
mod trap;

pub use binary::Binary;
pub use call::{CallContext, OutputSink};
pub use describe::{Description, WorkflowInfo, describe};
pub use engine::GuestEngine;
pub use limits::GuestLimits;
pub use load::LoadedComposition;
pub use pool::MemoryPool;
pub use section::bundled_files;
pub(crate) use skeleton::custom_section;
pub use stdio::visible;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
