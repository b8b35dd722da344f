//! `mzhost:composition/catalog`.

use mzhost_core::operation::{Operation, Reply};

use super::Bridge;
use super::bridge::unexpected;
use crate::bindings::mzhost::composition::catalog;
use crate::bindings::mzhost::composition::types::Error;

impl Bridge {
    async fn document(&mut self, operation: Operation) -> Result<String, Error> {
        match self.ask(operation).await? {
            Reply::Document(text) => Ok(text),
            other => Err(unexpected(&other)),
        }
    }
}

impl catalog::Host for Bridge {
    /// WIT has no error here: the list is always there.
    async fn kinds(&mut self) -> Vec<String> {
        match self.ask(Operation::CatalogKinds).await {
            Ok(Reply::Names(names)) => names,
            _ => Vec::new(),
        }
    }

    async fn service(
        &mut self,
        kind: String,
        parameters: String,
        overrides: String,
    ) -> Result<String, Error> {
        self.document(Operation::CatalogService {
            kind,
            parameters,
            overrides,
        })
        .await
    }

    async fn merge(&mut self, documents: Vec<String>) -> Result<String, Error> {
        self.document(Operation::CatalogMerge { documents }).await
    }
}
