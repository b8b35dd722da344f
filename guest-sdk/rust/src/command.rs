//! Commands in containers, with all their options.

use std::marker::PhantomData;
use std::time::Duration;

use crate::bindings::mzhost::composition::types::{ExecOptions, Execution, Variable};
use crate::bindings::mzhost::composition::{composition, jobs};
use crate::composition::milliseconds;
use crate::error::Error;
use crate::job::Job;

/// A command runs in the service's running container.
#[derive(Debug)]
pub enum InContainer {}

/// A command runs in a new container, which is removed afterwards.
#[derive(Debug)]
pub enum OneOff {}

/// A command to run; made by [`Composition::exec_with`](crate::Composition::exec_with)
/// and [`Composition::run_with`](crate::Composition::run_with).
#[derive(Debug)]
#[must_use = "a command does nothing until `run` or `start`"]
pub struct Command<Where> {
    service: String,
    words: Vec<String>,
    options: ExecOptions,
    place: PhantomData<Where>,
}

impl<Where> Command<Where> {
    pub(crate) fn new(service: &str, command: Vec<String>) -> Self {
        Self {
            service: service.to_owned(),
            words: command,
            options: ExecOptions {
                input: None,
                env: Vec::new(),
                user: None,
                working_dir: None,
                check: true,
                timeout_ms: None,
            },
            place: PhantomData,
        }
    }

    /// Bytes for the standard input, which is then closed.
    pub fn input(mut self, input: impl AsRef<[u8]>) -> Self {
        self.options.input = Some(input.as_ref().to_vec());
        self
    }

    /// A variable added to the container's own.
    pub fn env(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.env.push(Variable {
            name: name.into(),
            value: value.into(),
        });
        self
    }

    /// The user to run as: `NAME` or `UID[:GID]`.
    pub fn user(mut self, user: impl Into<String>) -> Self {
        self.options.user = Some(user.into());
        self
    }

    /// The folder to run in.
    pub fn working_dir(mut self, folder: impl Into<String>) -> Self {
        self.options.working_dir = Some(folder.into());
        self
    }

    /// Makes an exit code other than 0 an ordinary result instead of the error `exec.failed`.
    pub fn unchecked(mut self) -> Self {
        self.options.check = false;
        self
    }

    /// Gives up after this long.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout_ms = Some(milliseconds(timeout));
        self
    }
}

impl Command<InContainer> {
    /// Runs the command and waits for its end.
    pub fn run(self) -> Result<Execution, Error> {
        composition::exec_with(&self.service, &self.words, &self.options).map_err(Error::from_wit)
    }

    /// Starts the command in the background.
    pub fn start(self) -> Result<Job, Error> {
        jobs::exec(&self.service, &self.words, &self.options)
            .map(Job::new)
            .map_err(Error::from_wit)
    }
}

impl Command<OneOff> {
    /// Runs the command and waits for its end.
    pub fn run(self) -> Result<Execution, Error> {
        composition::run_with(&self.service, &self.words, &self.options).map_err(Error::from_wit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_is_on_until_it_is_switched_off() {
        let command = Command::<InContainer>::new("db", vec!["true".into()]);
        assert!(command.options.check);
        let command = command
            .unchecked()
            .timeout(Duration::from_secs(2))
            .env("A", "1");
        assert!(!command.options.check);
        assert_eq!(command.options.timeout_ms, Some(2000));
        assert_eq!(command.options.env.len(), 1);
    }
}
