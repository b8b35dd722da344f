//! A time budget whose clock can stand still: while images are fetched or guests are compiled.
//!
//! The runner makes one for each workflow; the guest's call races [`TimeLimit::expired`].

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep};

/// A budget of running time. Clones share one clock.
#[derive(Debug, Clone)]
pub struct TimeLimit {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    budget: Duration,
    clock: Mutex<Clock>,
    changes: watch::Sender<()>,
}

#[derive(Debug)]
struct Clock {
    /// What was used up to the last pause.
    used: Duration,
    /// Since when the clock runs; none while it stands.
    running: Option<Instant>,
    /// Number of guards alive.
    pauses: usize,
}

/// Keeps the clock standing while it lives.
#[derive(Debug)]
pub struct PauseGuard {
    inner: Arc<Inner>,
}

impl TimeLimit {
    /// A budget whose clock runs from now on.
    pub fn new(budget: Duration) -> Self {
        Self {
            inner: Arc::new(Inner {
                budget,
                clock: Mutex::new(Clock {
                    used: Duration::ZERO,
                    running: Some(Instant::now()),
                    pauses: 0,
                }),
                changes: watch::Sender::new(()),
            }),
        }
    }

    /// Stops the clock until the guard is dropped. Guards nest.
    #[must_use = "the clock runs again when the guard is dropped"]
    pub fn pause(&self) -> PauseGuard {
        let mut clock = self.inner.clock();
        clock.pauses += 1;
        if let Some(since) = clock.running.take() {
            clock.used += since.elapsed();
        }
        drop(clock);
        self.inner.changes.send_replace(());
        PauseGuard {
            inner: Arc::clone(&self.inner),
        }
    }

    /// Resolves when the budget is used up.
    pub async fn expired(&self) {
        let mut changes = self.inner.changes.subscribe();
        loop {
            changes.borrow_and_update();
            let (remaining, running) = self.inner.state();
            if remaining.is_zero() {
                return;
            }
            let alarm = async {
                if running {
                    sleep(remaining).await;
                } else {
                    std::future::pending::<()>().await;
                }
            };
            tokio::select! {
                () = alarm => {}
                // The sender lives as long as `self`, so this is a change and never an end.
                _ = changes.changed() => {}
            }
        }
    }

    /// The whole budget.
    pub fn budget(&self) -> Duration {
        self.inner.budget
    }

    /// What is left of it.
    pub fn remaining(&self) -> Duration {
        self.inner.state().0
    }
}

impl Inner {
    fn clock(&self) -> MutexGuard<'_, Clock> {
        self.clock.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is left, and whether the clock runs.
    fn state(&self) -> (Duration, bool) {
        let clock = self.clock();
        let running = clock
            .running
            .map_or(Duration::ZERO, |since| since.elapsed());
        (
            self.budget.saturating_sub(clock.used + running),
            clock.running.is_some(),
        )
    }
}

impl Drop for PauseGuard {
    fn drop(&mut self) {
        let mut clock = self.inner.clock();
        clock.pauses -= 1;
        if clock.pauses == 0 {
            clock.running = Some(Instant::now());
        }
        drop(clock);
        self.inner.changes.send_replace(());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::timeout;

    const MARGIN: Duration = Duration::from_secs(20);

    #[tokio::test]
    async fn expires_after_the_budget_and_not_before() {
        let begin = Instant::now();
        let limit = TimeLimit::new(Duration::from_millis(30));
        timeout(MARGIN, limit.expired()).await.unwrap();
        assert!(begin.elapsed() >= Duration::from_millis(30));
        assert_eq!(limit.remaining(), Duration::ZERO);
        assert_eq!(limit.budget(), Duration::from_millis(30));
    }

    #[tokio::test]
    async fn the_clock_stands_while_any_guard_lives() {
        let limit = TimeLimit::new(Duration::from_millis(40));
        let outer = limit.pause();
        let inner = limit.clone().pause();
        let before = limit.remaining();
        drop(inner);
        assert!(
            timeout(Duration::from_millis(80), limit.expired())
                .await
                .is_err()
        );
        assert_eq!(limit.remaining(), before);
        drop(outer);
        timeout(MARGIN, limit.expired()).await.unwrap();
    }

    #[tokio::test]
    async fn one_who_waits_already_notices_a_pause_and_its_end() {
        let limit = TimeLimit::new(Duration::from_millis(50));
        let waiter = tokio::spawn({
            let limit = limit.clone();
            async move { limit.expired().await }
        });
        tokio::task::yield_now().await;
        let guard = limit.pause();
        sleep(Duration::from_millis(100)).await;
        assert!(!waiter.is_finished());
        drop(guard);
        timeout(MARGIN, waiter).await.unwrap().unwrap();
    }
}
