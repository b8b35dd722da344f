//! Files between guests and containers: bytes, never a path of this machine.

use futures_util::StreamExt;

use super::setup::Run;
use crate::archive::{Archive, FirstFile};
use crate::code::Code;
use crate::fault::{Fault, chain};
use crate::operation::Data;

impl Run {
    /// Writes a file into a container.
    pub(crate) async fn copy_in(
        &self,
        service: &str,
        path: &str,
        content: &[u8],
        mode: u32,
    ) -> Result<(), Fault> {
        let container = self.container(service)?;
        absolute(service, path)?;
        let failed = |error: &crate::archive::ArchiveError| {
            Fault::new(Code::FileError, chain(error)).service(service)
        };
        let mut archive = Archive::new(self.limits.archive);
        archive
            .file(path, content, mode, (0, 0))
            .map_err(|error| failed(&error))?;
        let bytes = archive.finish().map_err(|error| failed(&error))?;
        self.engine
            .upload(&container.id, bytes)
            .await
            .map_err(|error| copy_fault(service, path, &error))
    }

    /// Reads a file out of a container.
    pub(crate) async fn copy_out(&self, service: &str, path: &str) -> Result<Data, Fault> {
        let container = self.container(service)?;
        absolute(service, path)?;
        let stream = self.engine.download(&container.id, path);
        let mut stream = std::pin::pin!(stream);
        let mut first = FirstFile::new(self.limits.data);
        while let Some(piece) = stream.next().await {
            let piece = piece.map_err(|error| copy_fault(service, path, &error))?;
            if !first.push(&piece) {
                break;
            }
        }
        match first.finish() {
            Ok(Some((content, truncated))) => Ok(Data { content, truncated }),
            Ok(None) => Err(Fault::new(
                Code::FileError,
                format!("{path} in service {service:?} is no regular file"),
            )
            .service(service)),
            Err(error) => Err(Fault::new(
                Code::FileError,
                format!("failed to read {path} of service {service:?}: {error}"),
            )
            .service(service)),
        }
    }
}

fn absolute(service: &str, path: &str) -> Result<(), Fault> {
    let fits = path.starts_with('/')
        && !path.ends_with('/')
        && !path.contains('\0')
        && path.split('/').all(|part| part != "..");
    if fits {
        return Ok(());
    }
    Err(Fault::new(
        Code::FileError,
        format!("{path:?} is no path of a file in service {service:?}: it must begin with /, name a file, and hold no .."),
    )
    .service(service))
}

fn copy_fault(service: &str, path: &str, error: &crate::engine::EngineError) -> Fault {
    if error.is_missing() {
        return Fault::new(
            Code::FileError,
            format!("there is no {path} in service {service:?}"),
        )
        .service(service);
    }
    Fault::new(
        Code::FileError,
        format!("{path} in service {service:?}: {error}"),
    )
    .service(service)
}
