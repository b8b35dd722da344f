//! `mzhost:composition/files`.

use mzhost_core::operation::{Operation, Reply};

use super::Bridge;
use super::bridge::unexpected;
use super::convert::whole_number;
use crate::bindings::mzhost::composition::files;
use crate::bindings::mzhost::composition::types::{Data, Error};

impl Bridge {
    async fn file(&mut self, operation: Operation) -> Result<Data, Error> {
        match self.ask(operation).await? {
            Reply::Data(data) => Ok(data.into()),
            other => Err(unexpected(&other)),
        }
    }
}

impl files::Host for Bridge {
    async fn read(&mut self, path: String) -> Result<Data, Error> {
        self.file(Operation::FileRead {
            path,
            offset: 0,
            length: None,
        })
        .await
    }

    async fn read_part(&mut self, path: String, offset: f64, length: u32) -> Result<Data, Error> {
        let offset = whole_number("offset", offset)?;
        self.file(Operation::FileRead {
            path,
            offset,
            length: Some(length),
        })
        .await
    }

    async fn find(&mut self, glob: String) -> Result<files::FoundFiles, Error> {
        match self.ask(Operation::FileFind { glob }).await? {
            Reply::Paths { paths, truncated } => Ok(files::FoundFiles { paths, truncated }),
            other => Err(unexpected(&other)),
        }
    }
}
