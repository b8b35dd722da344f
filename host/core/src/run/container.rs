//! The containers of a run's services, and what is known of each one's life.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{OffsetDateTime, UtcOffset};
use tokio::sync::watch;

use super::log_file::ServiceLog;
use crate::engine::ids::ContainerId;

/// What is known of a container's life; changes are watched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Life {
    /// Whether its process runs.
    pub(crate) running: bool,
    /// Whether the engine was asked to start it and has not answered yet.
    pub(crate) starting: bool,
    /// How often it was started.
    pub(crate) starts: u32,
    /// How long the engine took for the last start: a measure of how busy it is.
    pub(crate) start_took: Duration,
    /// Exit code of the last end, if it does not run.
    pub(crate) exit_code: Option<i32>,
    /// When it ended last, on the engine's clock, as its logs have it: what they have of later is of later starts.
    pub(crate) last_end: String,
    /// Whether it was seen ready since its last start.
    pub(crate) ready: bool,
    /// Whether the kernel killed it for memory.
    pub(crate) oom_killed: bool,
    /// Whether it is being stopped by us, so that its end is no failure.
    pub(crate) stopping: bool,
    /// Whether the engine will start it again by its restart policy.
    pub(crate) restarting: bool,
    /// Whether it is gone.
    pub(crate) gone: bool,
    /// Whether the engine runs it, but at its gate: to all others it was not started. True until it has passed.
    pub(crate) held: bool,
}

impl Life {
    /// Whether nothing of it runs or is about to.
    pub(crate) fn is_still(&self) -> bool {
        !self.running && !self.starting && !self.restarting
    }

    /// The exit code if it has ended for good.
    pub(crate) fn ended(&self) -> Option<i32> {
        if self.is_still() {
            self.exit_code
        } else {
            None
        }
    }
}

/// How and when a container's process ended.
#[derive(Debug, Clone, Default)]
pub(crate) struct End {
    pub(crate) exit_code: i32,
    /// On the engine's clock, as its logs have it.
    pub(crate) at: String,
}

impl End {
    /// The last end that the engine knows of.
    pub(crate) fn of(state: &crate::engine::RunState) -> Self {
        let at = OffsetDateTime::parse(&state.finished_at, &Rfc3339).ok();
        Self {
            exit_code: state.exit_code,
            at: at.and_then(log_time).unwrap_or_default(),
        }
    }
}

/// A moment as the engine writes it in logs: with nine digits, so that the order of texts is that of moments.
pub(super) fn log_time(time: OffsetDateTime) -> Option<String> {
    let format =
        format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:9]Z");
    time.to_offset(UtcOffset::UTC).format(format).ok()
}

/// One service's container.
pub(crate) struct ServiceContainer {
    pub(crate) service: String,
    pub(crate) id: ContainerId,
    /// Hash of all that it was made from.
    pub(crate) config_hash: String,
    pub(crate) life: watch::Sender<Life>,
    pub(crate) log: Arc<ServiceLog>,
    /// Where it is held before its first start, if it has a gate: locked while it is started or opened, with how long
    /// the engine took to start it up to there.
    pub(crate) gate: Option<tokio::sync::Mutex<Duration>>,
    /// How many starts' logs were read to their end.
    pub(crate) logged: watch::Sender<u32>,
}

/// Exit code of a process that was killed.
const KILLED: i32 = 137;
/// How long after a death the engine may tell that it was for memory.
const CAUSE_LIMIT: Duration = Duration::from_millis(500);
/// How long the rest of a log may take after its container has ended.
const LOG_LIMIT: Duration = Duration::from_secs(1);

impl ServiceContainer {
    /// Tells that the engine is about to be asked to start it: an end that comes before the answer is not lost.
    pub(crate) fn starting(&self) {
        self.life.send_modify(|life| {
            life.starting = true;
            life.exit_code = None;
            life.ready = false;
            life.oom_killed = false;
            life.stopping = false;
            life.restarting = false;
        });
    }

    /// Tells that the engine has started it.
    pub(crate) fn started(&self, took: Duration) {
        self.life.send_modify(|life| {
            life.starting = false;
            life.held = false;
            life.start_took = took;
            life.starts += 1;
            life.running = life.exit_code.is_none();
        });
    }

    /// Whether it has a gate and was never let through: what runs there is not its command.
    pub(crate) fn is_before_gate(&self) -> bool {
        let life = self.life.borrow();
        self.gate.is_some() && life.starts == 0 && !life.starting
    }

    /// Tells that the engine could not start it.
    pub(crate) fn not_started(&self) {
        self.life.send_modify(|life| life.starting = false);
    }

    /// Tells that its process has ended, and whether the engine will start it again.
    pub(crate) fn died(&self, end: End, restarting: bool) {
        self.life.send_modify(|life| {
            life.running = false;
            life.held = false;
            life.ready = false;
            life.exit_code = Some(end.exit_code);
            life.last_end = end.at;
            life.restarting = restarting && !life.stopping;
        });
    }

    /// Waits until it is known whether a container that was killed was killed for memory: the engine tells that
    /// before or after the death.
    pub(crate) async fn cause_known(&self) {
        if self.life.borrow().exit_code == Some(KILLED) {
            let told = self.wait_until(|life| life.oom_killed || life.stopping);
            // Killed by somebody else.
            let _ = tokio::time::timeout(CAUSE_LIMIT, told).await;
        }
    }

    /// Waits until the log of a container that has ended was read to its end.
    pub(crate) async fn whole_log(&self) {
        let starts = self.life.borrow().starts;
        let mut logged = self.logged.subscribe();
        // A log that does not end is shown as far as it is known.
        let _ = tokio::time::timeout(LOG_LIMIT, logged.wait_for(|ends| *ends >= starts)).await;
    }

    /// Waits until its life fits a condition; false when the container is gone first.
    pub(crate) async fn wait_until(&self, fits: impl Fn(&Life) -> bool) -> bool {
        let mut watched = self.life.subscribe();
        watched
            .wait_for(|life| life.gone || fits(life))
            .await
            .is_ok_and(|life| fits(&life))
    }
}

/// The containers by service.
#[derive(Default)]
pub(crate) struct Containers {
    by_service: Mutex<BTreeMap<String, Arc<ServiceContainer>>>,
}

impl Containers {
    pub(crate) fn get(&self, service: &str) -> Option<Arc<ServiceContainer>> {
        self.lock().get(service).cloned()
    }

    pub(crate) fn by_id(&self, id: &ContainerId) -> Option<Arc<ServiceContainer>> {
        self.lock()
            .values()
            .find(|container| container.id == *id)
            .cloned()
    }

    pub(crate) fn insert(&self, container: Arc<ServiceContainer>) {
        self.lock().insert(container.service.clone(), container);
    }

    /// Forgets a container.
    pub(crate) fn remove(&self, service: &str) {
        self.lock().remove(service);
    }

    pub(crate) fn all(&self) -> Vec<Arc<ServiceContainer>> {
        self.lock().values().cloned().collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Arc<ServiceContainer>>> {
        self.by_service
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn container() -> ServiceContainer {
        ServiceContainer {
            service: "db".into(),
            id: ContainerId::default(),
            config_hash: String::new(),
            life: watch::Sender::new(Life::default()),
            gate: None,
            log: Arc::new(ServiceLog::discarding()),
            logged: watch::Sender::new(0),
        }
    }

    fn end(exit_code: i32) -> End {
        End {
            exit_code,
            at: String::new(),
        }
    }

    #[test]
    fn an_end_is_final_unless_the_engine_starts_it_again() {
        let container = container();
        container.starting();
        container.started(Duration::ZERO);
        container.died(end(1), true);
        assert_eq!(container.life.borrow().ended(), None);
        container.starting();
        container.started(Duration::ZERO);
        container.died(end(3), false);
        assert_eq!(container.life.borrow().ended(), Some(3));
    }

    #[test]
    fn an_end_before_the_answer_to_the_start_is_not_lost() {
        let quick = container();
        quick.starting();
        quick.died(end(3), false);
        assert_eq!(quick.life.borrow().ended(), None);
        quick.started(Duration::ZERO);
        assert_eq!(quick.life.borrow().ended(), Some(3));
    }

    #[test]
    fn a_container_that_we_stop_does_not_count_as_restarting() {
        let always = container();
        always.starting();
        always.started(Duration::ZERO);
        always.life.send_modify(|life| life.stopping = true);
        always.died(end(0), true);
        assert_eq!(always.life.borrow().ended(), Some(0));
    }
}
