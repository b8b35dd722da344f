//! Trying again: the pauses, the deadline, the number of tries.

use std::future::Future;
use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout_at};

use crate::failure::Error;

/// The longest pause: without it, pauses grow to half of the time that has passed.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// How often and how long something is tried.
#[derive(Debug, Clone)]
pub struct Policy {
    /// How long.
    pub timeout: Duration,
    /// Pause after the first try.
    pub initial_backoff: Duration,
    /// What the pause grows by.
    pub factor: f64,
    /// How often.
    pub max_tries: Option<u32>,
}

/// The tries of one command.
///
/// ```ignore
/// let mut retry = Retry::new(&context.policy());
/// loop {
///     match retry.attempt(ask()).await {
///         Ok(answer) => return Ok(answer),
///         Err(error) => retry.again(error).await?,
///     }
/// }
/// ```
#[derive(Debug)]
pub struct Retry {
    begun: Instant,
    deadline: Instant,
    pause: Duration,
    factor: f64,
    tries: u32,
    max_tries: Option<u32>,
    /// What the try before met.
    last: Option<Error>,
}

impl Retry {
    /// Begins; the time runs from here.
    pub fn new(policy: &Policy) -> Self {
        let begun = Instant::now();
        Self {
            begun,
            deadline: begun + policy.timeout,
            pause: policy.initial_backoff,
            factor: policy.factor,
            tries: 0,
            max_tries: policy.max_tries,
            last: None,
        }
    }

    /// Makes one try, which ends at the deadline at the latest.
    pub async fn attempt<T>(
        &mut self,
        attempt: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        self.tries += 1;
        let begun = Instant::now();
        match timeout_at(self.deadline, attempt).await {
            Ok(result) => result,
            Err(_) => Err(self.unanswered(begun.elapsed())),
        }
    }

    /// The time is over while a try is under way. What the tries before it met says more.
    fn unanswered(&mut self, waited: Duration) -> Error {
        let limit = self.begun.elapsed().as_millis();
        let error = match self.last.take() {
            // The try at the end is often too short to be answered: nothing to worry about.
            Some(last) if waited < WORTH_TELLING => last,
            Some(last) => Error {
                message: format!(
                    "{}; try {} was not answered before the limit of {limit} ms",
                    last.message, self.tries
                ),
                ..last
            },
            None => Error::test(format!("no answer within {limit} ms")),
        };
        Error {
            is_final: true,
            unanswered: true,
            ..error
        }
    }

    /// Waits before the next try, or gives the error back when there is none. The last wait is cut, so that a
    /// try is made at the deadline's end.
    pub async fn again(&mut self, mut error: Error) -> Result<(), Error> {
        error.tries = self.tries;
        let exhausted = self.max_tries.is_some_and(|most| self.tries >= most);
        let now = Instant::now();
        if error.is_final || exhausted || now >= self.deadline {
            return Err(error);
        }
        // A try that begins at the deadline would be cut at once; leave it the time of a short one.
        let last = self.deadline.checked_sub(LAST_TRY).unwrap_or(self.deadline);
        if now >= last {
            return Err(error);
        }
        self.last = Some(error);
        sleep_until((now + self.pause).min(last)).await;
        self.pause = self.pause.mul_f64(self.factor).min(LONGEST_PAUSE);
        Ok(())
    }

    /// Tries made so far.
    pub fn tries(&self) -> u32 {
        self.tries
    }

    /// Time that has passed.
    pub fn elapsed(&self) -> Duration {
        self.begun.elapsed()
    }

    /// When the last try ends.
    pub fn deadline(&self) -> Instant {
        self.deadline
    }
}

/// A try that was not answered for so long is told.
const WORTH_TELLING: Duration = Duration::from_secs(1);

/// Time that is left for the try at the deadline's end.
const LAST_TRY: Duration = Duration::from_millis(20);

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(timeout_ms: u64, max_tries: Option<u32>) -> Policy {
        Policy {
            timeout: Duration::from_millis(timeout_ms),
            initial_backoff: Duration::from_millis(50),
            factor: 1.5,
            max_tries,
        }
    }

    async fn tries_until_given_up(policy: &Policy) -> (u32, Duration) {
        let mut retry = Retry::new(policy);
        loop {
            let result: Result<(), Error> = retry.attempt(async { Err(Error::test("no")) }).await;
            if let Err(error) = result
                && let Err(error) = retry.again(error).await
            {
                assert_eq!(error.tries, retry.tries());
                return (retry.tries(), retry.elapsed());
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn pauses_stay_below_a_second_and_the_deadline_holds() {
        let (tries, elapsed) = tries_until_given_up(&policy(30_000, None)).await;
        assert!(tries > 30, "{tries}");
        assert!(elapsed <= Duration::from_secs(30), "{elapsed:?}");
        assert!(elapsed >= Duration::from_millis(29_900), "{elapsed:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn tries_are_counted() {
        assert_eq!(tries_until_given_up(&policy(30_000, Some(3))).await.0, 3);
    }

    #[tokio::test(start_paused = true)]
    async fn a_try_that_hangs_ends_at_the_deadline() {
        let mut retry = Retry::new(&policy(1000, None));
        let hanging = std::future::pending::<Result<(), Error>>();
        let error = retry.attempt(hanging).await.unwrap_err();
        assert!(retry.again(error).await.is_err());
        assert_eq!(retry.elapsed(), Duration::from_secs(1));
    }
}
