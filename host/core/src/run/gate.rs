//! The gate: a container is started early and held before its real command, until its dependencies are ready.
//!
//! The program that holds it (`host/gate`) is the container's entrypoint and becomes the real command by `execve`. It
//! waits for a byte on standard input, which needs no process on the engine's machine and waits in the pipe if the
//! program is not there yet; a signal to a process that has no handler yet would be lost. To everything else here, a
//! container that is held was not started: [`Life::held`](super::container::Life).

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use futures_util::stream;
use mzhost_compose::model::Service;

use super::container::ServiceContainer;
use super::setup::Run;
use super::uploads::file_fault;
use crate::archive::{Archive, joined};
use crate::code::Code;
use crate::engine::ImageDetails;
use crate::engine::ids::ContainerId;
use crate::engine::request::CreateContainer;
use crate::fault::Fault;

/// The programs in this build, by the engine's architecture.
const PROGRAMS: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/gate_programs.rs"));
/// Where the program lies in a container.
const PROGRAM: &str = "/.mzhost-gate/gate";
/// Its state: a file whose size says how far it is. Anybody may write it, whatever the container's user is.
const STATE: &str = "/.mzhost-gate/state";
/// Sizes of the state file from which on the gate was opened, and when there is no such command.
const OPENED: u64 = 2;
const FAILED: u64 = 3;
/// Label of containers that have a gate.
pub(super) const LABEL: &str = "dev.mzhost.gate";
/// How long a gate may take to open; then the container is made anew without.
const OPEN_LIMIT: Duration = Duration::from_secs(10);
/// Pause between looks at the state file, and the longest.
const GAP: Duration = Duration::from_millis(1);
const LONGEST_GAP: Duration = Duration::from_millis(50);

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

    /// Starts the containers with a gate that were never started, in this order and few at once: they take processor
    /// time from those that are needed next. Never fails: one that cannot be held is started when it is its turn.
    pub(super) async fn hold_all(self: &Arc<Self>, services: &[String]) {
        let containers: Vec<_> = services
            .iter()
            .filter_map(|name| self.containers.get(name))
            .collect();
        if containers.iter().all(|container| container.gate.is_none()) {
            return;
        }
        for container in &containers {
            let waits_for_none = self
                .service(&container.service)
                .is_ok_and(|service| service.depends_on.is_empty());
            if container.gate.is_none() && waits_for_none {
                container
                    .wait_until(|life| life.starts > 0 || life.ended().is_some())
                    .await;
            }
        }
        let at_once = (self.engine.facts().cpus / 2).max(1);
        stream::iter(containers)
            .for_each_concurrent(at_once, |container| self.hold(container))
            .await;
    }

    /// Starts a container up to its gate. Not cancelled half-way.
    async fn hold(self: &Arc<Self>, container: Arc<ServiceContainer>) {
        let run = Arc::clone(self);
        let work = async move {
            let Some(gate) = &container.gate else {
                return;
            };
            // In this order everywhere: who has the gate may need no further permit.
            let Ok(_permit) = run.starts.acquire().await else {
                return;
            };
            let mut took = gate.lock().await;
            {
                let life = container.life.borrow();
                if life.held || life.starts > 0 || life.gone {
                    return;
                }
            }
            let begun = Instant::now();
            if run.engine.start_container(&container.id).await.is_ok() {
                *took = begun.elapsed();
                container.life.send_modify(|life| life.held = true);
            }
        };
        // What goes wrong there is seen when the container's turn comes.
        drop(tokio::spawn(work).await);
    }

    /// Starts a container that has a gate as far as it is not, and opens the gate; false when it could not be passed.
    pub(super) async fn start_gated(&self, container: &ServiceContainer) -> Result<bool, Fault> {
        let Some(gate) = &container.gate else {
            return Ok(false);
        };
        let took = gate.lock().await;
        let (held, starts) = {
            let life = container.life.borrow();
            (life.held, life.starts)
        };
        let took = if held {
            container.starting();
            *took
        } else {
            self.ask_to_start(container).await?
        };
        // One that was opened once is not held again.
        if starts == 0 {
            container
                .life
                .send_modify(|life| life.held = life.exit_code.is_none());
            if !self.open(container).await {
                return Ok(false);
            }
        }
        container.started(took);
        Ok(true)
    }

    /// Opens the gate of a container and waits until it was passed.
    async fn open(&self, container: &ServiceContainer) -> bool {
        let id = &container.id;
        let work = async {
            self.engine.send_byte(id, b'o').await.ok()?;
            let mut gap = GAP;
            loop {
                // Looked at first: the end of a command that was short comes after its beginning.
                let ended = container.life.borrow().exit_code.is_some();
                match self.engine.file_size(id, STATE).await.ok()? {
                    FAILED.. => return None,
                    OPENED.. => return Some(()),
                    _ if ended => return None,
                    _ => tokio::time::sleep(gap).await,
                }
                gap = (gap * 2).min(LONGEST_GAP);
            }
        };
        let passed = tokio::time::timeout(OPEN_LIMIT, work).await;
        passed.is_ok_and(|passed| passed.is_some())
    }

    /// Makes a container anew without a gate: whatever is wrong with its command is then told by the engine itself.
    pub(super) async fn without_gate(
        self: &Arc<Self>,
        container: &Arc<ServiceContainer>,
    ) -> Result<Arc<ServiceContainer>, Fault> {
        // Who waits for the old container looks for the new one after this.
        let _replacing = self.replacing.lock().await;
        let name = &container.service;
        let image = self.image_details(container).await?;
        self.ungated.lock().await.insert(name.clone());
        self.remove_container(container).await?;
        self.ensure_container(name, &image).await?;
        self.container(name)
    }

    /// Whether a container is held, as its own files tell: for one that another process has started.
    pub(super) async fn was_never_opened(&self, id: &ContainerId) -> bool {
        let size = self.engine.file_size(id, STATE).await;
        size.is_ok_and(|size| size < OPENED)
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

/// Ends the containers that an `up` holds when it is over: after one that failed, nothing runs that was not started.
pub(super) struct EndHeld<'a> {
    pub(super) run: &'a Arc<Run>,
    pub(super) services: &'a [String],
}

impl Drop for EndHeld<'_> {
    fn drop(&mut self) {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return;
        };
        for name in self.services {
            let Some(container) = self.run.containers.get(name) else {
                continue;
            };
            // Also one whose start is under way.
            if container.gate.is_none() || container.life.borrow().starts > 0 {
                continue;
            }
            let run = Arc::clone(self.run);
            let ending = async move { run.end_held(&container).await };
            runtime.spawn(self.run.endings.track_future(ending));
        }
    }
}

impl Run {
    async fn end_held(&self, container: &ServiceContainer) {
        let Some(gate) = &container.gate else {
            return;
        };
        let _alone = gate.lock().await;
        if !container.life.borrow().held {
            return;
        }
        container.life.send_modify(|life| life.held = false);
        // One that is gone has ended as well.
        drop(self.engine.kill_container(&container.id, "SIGKILL").await);
    }
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
