//! The gate: a container is started early and held before its real command, until its dependencies are ready.
//!
//! The program that holds it (`host/gate`) is the container's entrypoint and becomes the real command by `execve`. It
//! waits for a byte on standard input, which needs no process on the engine's machine and waits in the pipe if the
//! program is not there yet; a signal to a process that has no handler yet would be lost. To everything else here, a
//! container that is held was not started: [`Life::held`](super::container::Life).

use mzhost_compose::model::Service;

use super::setup::Run;
use super::uploads::file_fault;
use crate::archive::{Archive, joined};
use crate::code::Code;
use crate::engine::ImageDetails;
use crate::engine::request::CreateContainer;
use crate::fault::Fault;

/// The programs in this build, by the engine's architecture.
const PROGRAMS: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/gate_programs.rs"));
/// Where the program lies in a container.
const PROGRAM: &str = "/.mzhost-gate/gate";
/// Its state: a file whose size says how far it is. Anybody may write it, whatever the container's user is.
pub(super) const STATE: &str = "/.mzhost-gate/state";
/// Label of containers that have a gate.
pub(super) const LABEL: &str = "dev.mzhost.gate";
/// Whether containers are started early and held at a gate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum GateMode {
    /// Never.
    #[default]
    Off,
    /// Those that can be; it is an error if this build has no program for the engine.
    On,
    /// Those that can be.
    Auto,
}

/// The gate's program for an engine's architecture, such as `x86_64`; none if this build has none.
pub fn gate_program(architecture: &str) -> Option<&'static [u8]> {
    PROGRAMS
        .iter()
        .find(|(name, _)| *name == architecture)
        .map(|(_, program)| *program)
}

/// The program that a mode and an engine need, checked.
pub(super) fn program_for(
    mode: GateMode,
    architecture: &str,
) -> Result<Option<&'static [u8]>, Fault> {
    match (mode, gate_program(architecture)) {
        (GateMode::Off, _) => Ok(None),
        (GateMode::On, None) => Err(Fault::new(
            Code::Usage,
            format!(
                "this mzhost was built without the gate for {architecture:?}; install the Rust target {architecture}-unknown-linux-musl and build it again, or leave --gate=on out"
            ),
        )),
        (GateMode::On | GateMode::Auto, program) => Ok(program),
    }
}

impl Run {
    /// Puts a gate before a container that is about to be created, where it gains something and can be had: the
    /// archive with the program goes before that of the service's files.
    pub(super) fn add_gate(
        &self,
        service: &Service,
        image: &ImageDetails,
        request: &mut CreateContainer,
        archive: &mut Vec<u8>,
    ) -> Result<bool, Fault> {
        let Some(program) = self.gate else {
            return Ok(false);
        };
        // The engine copies no files into a read-only root; what waits for nobody is started first anyway.
        if service.mzhost.gate == Some(false) || service.read_only || service.depends_on.is_empty()
        {
            return Ok(false);
        }
        let Some((entrypoint, command)) = words(service, image) else {
            return Ok(false);
        };
        let mut files = Archive::new(self.limits.archive);
        let stored = files
            .file(PROGRAM, program, 0o555, (0, 0))
            .and_then(|()| files.file(STATE, b"", 0o666, (0, 0)))
            .and_then(|()| files.finish());
        let files = stored.map_err(|error| file_fault(&service.name, &error))?;
        *archive = joined(files, archive);
        let before = [PROGRAM, "--"].map(str::to_owned);
        request.entrypoint = Some(before.into_iter().chain(entrypoint).collect());
        request.command = Some(command);
        request.open_stdin = true;
        request.labels.insert(LABEL.to_owned(), "1".to_owned());
        Ok(true)
    }
}

/// The entrypoint and the command of a service, merged with its image's as the engine does; none when there is
/// nothing to run.
fn words(service: &Service, image: &ImageDetails) -> Option<(Vec<String>, Vec<String>)> {
    let filled = |words: &Option<Vec<String>>| words.clone().filter(|words| !words.is_empty());
    let own = filled(&service.entrypoint);
    let command = match (&own, filled(&service.command)) {
        (_, Some(command)) => command,
        // An entrypoint of the service's own drops the image's command.
        (Some(_), None) => Vec::new(),
        (None, None) => image.command.clone(),
    };
    let entrypoint = match (own, &service.entrypoint) {
        (Some(own), _) => own,
        (None, Some(_)) => Vec::new(),
        (None, None) => image.entrypoint.clone(),
    };
    let some = !(entrypoint.is_empty() && command.is_empty());
    some.then_some((entrypoint, command))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(
        service: (Option<&[&str]>, Option<&[&str]>),
        image: (&[&str], &[&str]),
    ) -> Option<String> {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let service = Service {
            entrypoint: service.0.map(owned),
            command: service.1.map(owned),
            ..Service::default()
        };
        let image = ImageDetails {
            entrypoint: owned(image.0),
            command: owned(image.1),
            ..ImageDetails::default()
        };
        words(&service, &image)
            .map(|(entrypoint, command)| format!("{}|{}", entrypoint.join(" "), command.join(" ")))
    }

    #[test]
    fn words_merge_as_the_engine_does() {
        let image: (&[&str], &[&str]) = (&["ie"], &["ic"]);
        let one = |service, wanted| assert_eq!(merged(service, image).as_deref(), wanted);
        one((None, None), Some("ie|ic"));
        one((None, Some(&["c"])), Some("ie|c"));
        one((Some(&["e"]), None), Some("e|"));
        one((Some(&["e"]), Some(&["c"])), Some("e|c"));
        one((Some(&[]), None), Some("|ic"));
        one((None, Some(&[])), Some("ie|ic"));
        assert_eq!(merged((None, None), (&[], &[])), None);
    }

    #[test]
    fn a_gate_that_must_be_is_an_error_without_a_program() {
        assert!(program_for(GateMode::Off, "vax").is_ok());
        assert_eq!(program_for(GateMode::Auto, "vax").unwrap(), None);
        let fault = program_for(GateMode::On, "vax").unwrap_err();
        assert!(
            fault.message.contains("vax-unknown-linux-musl"),
            "{fault:?}"
        );
    }
}
