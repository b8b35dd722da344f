//! Trying again what a server did not answer as wanted.

use std::future::Future;

use tokio::time::Instant;

use crate::context::Context;
use crate::failure::Error;
use crate::retry::Retry;

/// The tries of one command. Unlike [`Retry`] alone it says why the last whole try failed when time ends in the
/// middle of another.
pub(super) struct Tries {
    retry: Retry,
    last: Option<Error>,
}

impl Tries {
    /// Begins; the time runs from here.
    pub(super) fn new(context: &Context) -> Self {
        Self {
            retry: Retry::new(&context.policy()),
            last: None,
        }
    }

    /// Makes a try. None is a failed one after which there is time for another; the pause is over then.
    pub(super) async fn attempt<T>(
        &mut self,
        attempt: impl Future<Output = Result<T, Error>>,
    ) -> Result<Option<T>, Error> {
        let error = match self.retry.attempt(attempt).await {
            Ok(answer) => return Ok(Some(answer)),
            Err(error) => error,
        };
        let cut = Instant::now() >= self.retry.deadline();
        match self.last.take() {
            Some(mut last) if cut => {
                last.tries = self.retry.tries();
                Err(last)
            }
            _ => {
                self.last = Some(error.clone());
                self.retry.again(error).await?;
                Ok(None)
            }
        }
    }

    /// Tries made so far.
    pub(super) fn count(&self) -> u32 {
        self.retry.tries()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::retry::Policy;

    #[tokio::test(start_paused = true)]
    async fn the_reason_is_that_of_the_last_whole_try() {
        let policy = Policy {
            timeout: Duration::from_secs(1),
            initial_backoff: Duration::from_millis(50),
            factor: 1.5,
            max_tries: None,
        };
        let mut tries = Tries {
            retry: Retry::new(&policy),
            last: None,
        };
        let no = async { Err::<(), _>(Error::test("not yet")) };
        assert!(tries.attempt(no).await.unwrap().is_none());
        let hanging = std::future::pending::<Result<(), Error>>();
        let error = tries.attempt(hanging).await.unwrap_err();
        assert_eq!((error.message.as_str(), error.tries), ("not yet", 2));
    }
}
