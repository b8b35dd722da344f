//! Written by `BLESS=1 cargo test -p mzhost-catalog` from `host/catalog/services`.

use crate::catalog::Entry;
use crate::value::Value;

/// A service that runs a command once.
///
/// Runs its command to the end: it counts as ready when it has exited with 0. Other services wait
/// for it with the condition `service_completed_successfully`.
#[derive(Debug, Clone)]
#[must_use = "give it to `Services::service`"]
pub struct OneOff(pub(crate) Entry);

impl OneOff {
    /// The service, with what has no default.
    pub fn new(name: impl Into<String>, image: impl Into<String>) -> Self {
        Self(Entry::new("one-off", name).parameter("image", image.into()))
    }

    /// Command and arguments; without it, the image's own.
    pub fn command(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("command", Value::list(value))
    }

    /// Entry point in place of the image's.
    pub fn entrypoint(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("entrypoint", Value::list(value))
    }

    /// Variables.
    pub fn environment(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("environment", Value::list(value))
    }

    /// Volumes in the forms of Compose.
    pub fn volumes(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("volumes", Value::list(value))
    }

    /// Services that are ready before it starts.
    pub fn depends_on(self, value: impl IntoIterator<Item = impl Into<Value>>) -> Self {
        self.set("depends_on", Value::list(value))
    }

    /// Folder to run in. Not set by default.
    pub fn working_dir(self, value: impl Into<String>) -> Self {
        self.set("working_dir", value.into())
    }

    /// Longest time that it may run, such as 90s. Not set by default.
    pub fn timeout(self, value: impl Into<String>) -> Self {
        self.set("timeout", value.into())
    }
}

crate::catalog::entry!(OneOff);
