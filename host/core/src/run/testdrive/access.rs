//! What test files of a workflow reach: the composition's services and its folder.

use std::sync::Arc;

use mzhost_testdrive::access::{
    Access, AccessError, AccessErrorKind, BoxFuture, BoxStream, Psql, PsqlOutput,
};
use mzhost_testdrive::options::Limits;

use super::host;
use crate::code::Code;
use crate::fault::Fault;
use crate::root::OUTSIDE;
use crate::run::setup::Run;

/// Access to the services of a run and to its composition's folder.
pub(super) struct Services {
    pub(super) run: Arc<Run>,
}

impl Services {
    /// Access to those of a run.
    pub(super) fn of(run: &Arc<Run>) -> Self {
        Self {
            run: Arc::clone(run),
        }
    }

    /// The service that a host name means.
    pub(super) fn service(&self, name: &str) -> Result<String, AccessError> {
        let id_of = |service: &str| {
            let container = self.run.containers.get(service)?;
            Some(container.id.short().to_owned())
        };
        host::service(&self.run.definitions().document, id_of, name)
    }

    async fn connect(&self, name: &str, port: u16) -> Result<BoxStream, AccessError> {
        let service = self.service(name)?;
        let container = self.run.running(&service).map_err(unreachable)?;
        let dialed = self.run.dialer.dial(&service, &container.id, port);
        Ok(Box::new(dialed.await.map_err(unreachable)?))
    }

    async fn read_file(&self, path: &str) -> Result<Vec<u8>, AccessError> {
        let (path, limit) = (path.to_owned(), Limits::default().file);
        let read = self.run.with_root(move |root| root.read_all(&path, limit));
        read.await.map_err(|fault| {
            let kind = if fault.get("reason") == Some(OUTSIDE) {
                AccessErrorKind::Denied
            } else {
                AccessErrorKind::Unknown
            };
            AccessError::new(kind, fault.message)
        })
    }
}

/// A service that does not answer now, or never will.
pub(super) fn unreachable(fault: Fault) -> AccessError {
    let kind = if fault.is(Code::ServiceUnknown) {
        AccessErrorKind::Unknown
    } else {
        AccessErrorKind::Unreachable
    };
    AccessError::new(kind, fault.message)
}

impl Access for Services {
    fn dial<'a>(
        &'a self,
        host: &'a str,
        port: u16,
    ) -> BoxFuture<'a, Result<BoxStream, AccessError>> {
        Box::pin(self.connect(host, port))
    }

    fn read<'a>(&'a self, path: &'a str) -> BoxFuture<'a, Result<Vec<u8>, AccessError>> {
        Box::pin(self.read_file(path))
    }

    fn psql(&self, call: Psql) -> BoxFuture<'_, Result<PsqlOutput, AccessError>> {
        Box::pin(self.run_psql(call))
    }
}
