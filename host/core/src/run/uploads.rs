//! Files that go into a container before it starts: configs, secrets, and relative binds as copies.

use mzhost_compose::model::{FileGrant, FileSource, Service};

use super::placing::{Placed, placed};
use super::setup::Run;
use crate::archive::{Archive, ArchiveError, Ignore};
use crate::code::Code;
use crate::engine::request::Bind;
use crate::fault::{Fault, chain};

/// Permission bits of configs and secrets that say nothing.
const DEFAULT_MODE: u32 = 0o444;

/// What a service brings along.
pub(crate) struct Uploads {
    /// A tar archive to unpack at `/`; empty when there is nothing.
    pub(crate) archive: Vec<u8>,
    /// Folders of the machine that the user granted, or that the policy will refuse.
    pub(crate) binds: Vec<Bind>,
}

impl Run {
    /// Collects what goes into a service's container.
    pub(crate) fn uploads(&self, service: &Service) -> Result<Uploads, Fault> {
        let mut archive = Archive::new(self.limits.archive);
        let mut binds = Vec::new();
        let now = self.definitions();
        for (key, grants, sources) in [
            ("configs", &service.configs, &now.document.configs),
            ("secrets", &service.secrets, &now.document.secrets),
        ] {
            for grant in grants {
                let content = self.content(service, key, grant, sources.get(&grant.source))?;
                let owner = (grant.uid.unwrap_or(0), grant.gid.unwrap_or(0));
                archive
                    .file(
                        &grant.target,
                        &content,
                        grant.mode.unwrap_or(DEFAULT_MODE),
                        owner,
                    )
                    .map_err(|error| file_fault(&service.name, &error))?;
            }
        }
        for mount in &service.volumes {
            let named = |fault: Fault| fault.service(&service.name);
            match placed(mount, &self.root, &self.policy).map_err(named)? {
                Some(Placed::Real(bind)) => binds.push(bind),
                Some(Placed::Copy(path)) => archive
                    .tree(&mount.target, &path, &Ignore::default())
                    .map_err(|error| file_fault(&service.name, &error))?,
                None => {}
            }
        }
        if service.read_only && !archive.is_empty() {
            return Err(Fault::new(
                Code::ServicesInvalid,
                format!(
                    "services.{}.read_only: the engine copies no files into a container that is read-only, so it cannot have configs, secrets or copies of relative binds; grant the real files with --allow-bind, or leave `read_only` out",
                    service.name
                ),
            )
            .service(&service.name));
        }
        let archive = if archive.is_empty() {
            Vec::new()
        } else {
            archive
                .finish()
                .map_err(|error| file_fault(&service.name, &error))?
        };
        Ok(Uploads { archive, binds })
    }

    fn content(
        &self,
        service: &Service,
        key: &str,
        grant: &FileGrant,
        source: Option<&FileSource>,
    ) -> Result<Vec<u8>, Fault> {
        let place = format!("services.{}.{key}.{}", service.name, grant.source);
        match source {
            Some(FileSource::Content(text)) => Ok(text.clone().into_bytes()),
            Some(FileSource::File(path)) => Ok(self.root.read_all(path, self.limits.data)?),
            Some(FileSource::Environment(name)) => {
                let value = self.variables.get(name).ok_or_else(|| {
                    Fault::new(
                        Code::ServicesInvalid,
                        format!("{place}: the variable {name} is not set or not granted; grant it with --allow-env {name}"),
                    )
                    .service(&service.name)
                })?;
                Ok(value.clone().into_bytes())
            }
            None => Err(Fault::new(
                Code::ServicesInvalid,
                format!("{place}: there is no such entry at the top level"),
            )
            .service(&service.name)),
        }
    }
}

/// An archive's error as a fault of a service.
pub(crate) fn file_fault(service: &str, error: &ArchiveError) -> Fault {
    Fault::new(Code::FileError, chain(error)).service(service)
}
