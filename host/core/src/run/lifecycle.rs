//! Stop, start, restart, pause and kill.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::try_join_all;

use super::container::{End, Life, ServiceContainer};
use super::setup::Run;
use crate::code::Code;
use crate::event::ServiceState;
use crate::fault::Fault;

/// Compose's grace period.
const GRACE: Duration = Duration::from_secs(10);
/// How late the event of an end may come after the engine's answer that it has ended.
const EVENT_LIMIT: Duration = Duration::from_secs(5);

impl Run {
    /// Starts containers that exist, along their dependencies, and waits until they are ready.
    pub(crate) async fn start(self: &Arc<Self>, services: &[String]) -> Result<(), Fault> {
        self.watch_engine().await;
        let selected = self.existing(services)?;
        let starts = selected.iter().map(|container| async {
            let service = self.service(&container.service)?;
            for dependency in &selected {
                if service.depends_on.contains_key(&dependency.service) {
                    dependency
                        .wait_until(|life| life.ready || life.ended() == Some(0))
                        .await;
                }
            }
            if !container.life.borrow().running {
                self.start_one(container).await?;
            }
            // One whose gate did not work was made anew.
            let container = self.container(&container.service)?;
            let image = self.image_details(&container).await?;
            self.await_ready(&service, &container, Some(&image), false)
                .await
        });
        // One that fails ends the others' waiting.
        try_join_all(starts).await.map(drop)
    }

    /// Stops gracefully, dependents first.
    pub(crate) async fn stop(
        &self,
        services: &[String],
        grace: Option<Duration>,
    ) -> Result<(), Fault> {
        let selected = self.existing(services)?;
        let now = self.definitions();
        let now = &*now;
        let stops = selected.iter().map(|container| async {
            for dependent in &selected {
                let waits = now
                    .service(&dependent.service)
                    .is_some_and(|other| other.depends_on.contains_key(&container.service));
                if waits {
                    dependent.wait_until(Life::is_still).await;
                }
            }
            self.stop_one(container, grace).await
        });
        try_join_all(stops).await.map(drop)
    }

    pub(super) async fn stop_one(
        &self,
        container: &ServiceContainer,
        grace: Option<Duration>,
    ) -> Result<(), Fault> {
        if container.life.borrow().is_still() {
            return Ok(());
        }
        let own = self.service(&container.service)?.stop_grace_period;
        let grace = grace.or(own).unwrap_or(GRACE);
        container.life.send_modify(|life| {
            life.stopping = true;
            life.restarting = false;
        });
        self.engine
            .stop_container(&container.id, grace)
            .await
            .map_err(|error| Fault::from(error).service(&container.service))?;
        self.settle(container).await;
        self.tell(&container.service, ServiceState::Stopped, None);
        Ok(())
    }

    /// Stops, starts, waits until ready.
    pub(crate) async fn restart(self: &Arc<Self>, services: &[String]) -> Result<(), Fault> {
        self.stop(services, None).await?;
        self.start(services).await
    }

    /// Freezes.
    pub(crate) async fn pause(&self, services: &[String]) -> Result<(), Fault> {
        try_join_all(self.existing(services)?.iter().map(|container| async move {
            refuse_held(container)?;
            self.engine
                .pause_container(&container.id)
                .await
                .map_err(|error| Fault::from(error).service(&container.service))?;
            self.tell(&container.service, ServiceState::Paused, None);
            Ok(())
        }))
        .await
        .map(drop)
    }

    /// Lets go on.
    pub(crate) async fn unpause(&self, services: &[String]) -> Result<(), Fault> {
        try_join_all(self.existing(services)?.iter().map(|container| async move {
            refuse_held(container)?;
            self.engine
                .unpause_container(&container.id)
                .await
                .map_err(|error| Fault::from(error).service(&container.service))?;
            self.tell(&container.service, ServiceState::Unpaused, None);
            Ok(())
        }))
        .await
        .map(drop)
    }

    /// Sends a signal; after SIGKILL the end is awaited.
    pub(crate) async fn kill(&self, services: &[String], signal: &str) -> Result<(), Fault> {
        let signal = signal_name(signal)?;
        let fatal = matches!(signal.as_str(), "SIGKILL" | "9");
        try_join_all(self.existing(services)?.iter().map(|container| {
            let signal = signal.as_str();
            async move {
                refuse_held(container)?;
                if fatal {
                    container.life.send_modify(|life| {
                        life.stopping = true;
                        life.restarting = false;
                    });
                }
                self.engine
                    .kill_container(&container.id, signal)
                    .await
                    .map_err(|error| Fault::from(error).service(&container.service))?;
                if fatal {
                    self.settle(container).await;
                }
                self.tell(&container.service, ServiceState::Killed, None);
                Ok(())
            }
        }))
        .await
        .map(drop)
    }

    /// Waits until the end of a container is known; the engine's own answer counts where its event is late.
    pub(super) async fn settle(&self, container: &ServiceContainer) {
        let ended = container.wait_until(Life::is_still);
        if tokio::time::timeout(EVENT_LIMIT, ended).await.is_err()
            && let Ok(details) = self.engine.inspect_container(&container.id).await
            && !details.state.running
        {
            container.died(End::of(&details.state), false);
        }
    }

    /// The containers of these services, which must exist; of all that exist when the list is empty.
    fn existing(&self, services: &[String]) -> Result<Vec<Arc<ServiceContainer>>, Fault> {
        if services.is_empty() {
            return Ok(self.containers.all());
        }
        self.select(services)?
            .iter()
            .map(|name| self.container(name))
            .collect()
    }
}

/// One that is held was not started, whatever the engine says.
fn refuse_held(container: &ServiceContainer) -> Result<(), Fault> {
    let service = &container.service;
    if !(container.life.borrow().held && container.is_before_gate()) {
        return Ok(());
    }
    Err(Fault::new(
        Code::ServiceAbsent,
        format!("service {service:?} was not started: it waits for what it depends on"),
    )
    .service(service))
}

/// A signal in the engine's form. The text ends up in a URL, so only words and numbers pass.
fn signal_name(signal: &str) -> Result<String, Fault> {
    let upper = signal.to_ascii_uppercase();
    let is_number = upper
        .parse::<u8>()
        .is_ok_and(|number| (1..=64).contains(&number));
    let is_word = !upper.is_empty()
        && upper.len() <= 16
        && upper.starts_with(|c: char| c.is_ascii_uppercase())
        && upper.bytes().all(|byte| {
            byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"+-".contains(&byte)
        });
    if is_number || (is_word && upper.starts_with("SIG")) {
        return Ok(upper);
    }
    if is_word {
        return Ok(format!("SIG{upper}"));
    }
    Err(Fault::new(
        Code::ArgumentInvalid,
        format!(
            "{signal:?} is no signal: wanted a name such as SIGTERM or HUP, or a number from 1 to 64"
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::signal_name;

    #[test]
    fn signals_are_words_or_numbers() {
        assert_eq!(signal_name("hup").unwrap(), "SIGHUP");
        assert_eq!(signal_name("SIGKILL").unwrap(), "SIGKILL");
        assert_eq!(signal_name("9").unwrap(), "9");
        for bad in ["", "99", "SIGKILL&x=1", "../x", "a b"] {
            assert!(signal_name(bad).is_err(), "{bad}");
        }
    }
}
