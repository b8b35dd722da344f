//! `mzhost:composition/overrides`.

use mzhost_core::operation::{Operation, Reply};
use wasmtime::component::Resource;

use super::Bridge;
use super::bridge::unexpected;
use crate::bindings::mzhost::composition::overrides;
use crate::bindings::mzhost::composition::types::Error;

/// The host's side of `overrides.replacement`. Its number is the resource's representation.
#[expect(
    unreachable_pub,
    reason = "the bindings re-export it, in a module that is private itself"
)]
pub enum Replacement {}

impl overrides::Host for Bridge {
    async fn replace(&mut self, document: String) -> Result<Resource<Replacement>, Error> {
        match self.ask(Operation::Override { document }).await? {
            Reply::Replacement(number) => Ok(Resource::new_own(number)),
            other => Err(unexpected(&other)),
        }
    }
}

impl overrides::HostReplacement for Bridge {
    async fn close(&mut self, replacement: Resource<Replacement>) -> Result<(), Error> {
        let replacement = replacement.rep();
        self.unit(Operation::OverrideClose { replacement }).await
    }

    async fn drop(&mut self, replacement: Resource<Replacement>) -> wasmtime::Result<()> {
        // WIT has no error here; the services are back in any case, and the event of the call tells what went wrong.
        let _ = self.close(replacement).await;
        Ok(())
    }
}
