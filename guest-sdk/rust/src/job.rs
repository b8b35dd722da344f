//! Work in the background.

use std::time::Duration;

use crate::bindings::mzhost::composition::jobs;
use crate::bindings::mzhost::composition::types::Text;
use crate::composition::milliseconds;
use crate::error::Error;

/// Work in the background. It ends with the workflow at the latest: what still runs is cancelled and
/// awaited. A failed job that nobody waited for fails the workflow.
#[derive(Debug)]
pub struct Job(jobs::Job);

impl Job {
    pub(crate) fn new(job: jobs::Job) -> Self {
        Self(job)
    }

    /// The outcome when the job has ended, none while it runs.
    pub fn poll(&self) -> Result<Option<Outcome>, Error> {
        let outcome = self.0.poll().map_err(Error::from_wit)?;
        Ok(outcome.map(Outcome::from_wit))
    }

    /// Waits for the end; the error `job.timeout` when the time is over first, and the job goes on.
    pub fn wait(&self, timeout: Duration) -> Result<Outcome, Error> {
        let outcome = self.0.wait(milliseconds(timeout));
        outcome.map(Outcome::from_wit).map_err(Error::from_wit)
    }

    /// Ends the job and waits until it has ended. A job that had ended keeps its outcome.
    pub fn cancel(&self) -> Result<Outcome, Error> {
        let outcome = self.0.cancel();
        outcome.map(Outcome::from_wit).map_err(Error::from_wit)
    }
}

/// How a job ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Passed, failed or cancelled.
    pub state: JobState,
    /// Why it failed.
    pub error: Option<Error>,
    /// What it printed.
    pub output: Text,
}

/// The ways in which a job ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum JobState {
    /// It did what it should.
    Passed,
    /// It failed by itself.
    Failed,
    /// It was cancelled.
    Cancelled,
}

impl Outcome {
    /// The outcome of a job that passed; of any other, its error.
    pub fn passed(self) -> Result<Self, Error> {
        match self.state {
            JobState::Passed => Ok(self),
            JobState::Failed => Err(self
                .error
                .unwrap_or_else(|| Error::new("job.failed", "the job failed"))),
            JobState::Cancelled => Err(Error::new("job.cancelled", "the job was cancelled")),
        }
    }

    fn from_wit(outcome: jobs::Outcome) -> Self {
        Self {
            state: match outcome.state.as_str() {
                "passed" => JobState::Passed,
                "cancelled" => JobState::Cancelled,
                _ => JobState::Failed,
            },
            error: outcome.error.map(Error::from_wit),
            output: outcome.output,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(state: &str) -> Outcome {
        Outcome::from_wit(jobs::Outcome {
            state: state.into(),
            error: None,
            output: Text {
                content: String::new(),
                truncated: false,
            },
        })
    }

    #[test]
    fn only_a_passed_job_passes() {
        assert!(outcome("passed").passed().is_ok());
        assert_eq!(outcome("failed").passed().unwrap_err().code(), "job.failed");
        assert_eq!(
            outcome("cancelled").passed().unwrap_err().code(),
            "job.cancelled"
        );
    }
}
