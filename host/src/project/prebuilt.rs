//! A folder with a finished component: for languages that mzhost cannot build, and for tests that are passed on.

use std::path::Path;

use mzhost_core::fault::Fault;
use mzhost_core::perform::BoxFuture;

use super::language::{Built, Language};
use super::workshop::Workshop;

/// A folder that holds `composition.wasm`.
pub(super) struct Prebuilt;

impl Language for Prebuilt {
    fn name(&self) -> &'static str {
        "prebuilt"
    }

    fn marker(&self) -> &'static str {
        "composition.wasm"
    }

    fn is_up_to_date(&self, _folder: &Path) -> bool {
        true
    }

    fn build<'a>(
        &'a self,
        folder: &'a Path,
        _shop: Workshop<'a>,
    ) -> BoxFuture<'a, Result<Built, Fault>> {
        Box::pin(async move {
            Ok(Built {
                component: folder.join(self.marker()),
                warnings: Vec::new(),
            })
        })
    }
}
