//! What test files of both languages share.

use std::time::Duration;

use crate::bindings::mzhost::composition::jobs;
use crate::bindings::mzhost::composition::testdrive::Summary;
use crate::bindings::mzhost::composition::types;
use crate::composition::milliseconds;
use crate::error::Error;
use crate::job::Job;
use crate::names::Names;

type Options = [types::Variable];
type RunFiles = fn(&[String], &Options) -> Result<Summary, types::Error>;
type StartFiles = fn(&[String], &Options) -> Result<jobs::Job, types::Error>;
type RunSource = fn(&str, &str, &Options) -> Result<Summary, types::Error>;

/// Test files that are to be run, and how.
#[derive(Debug, Clone)]
#[must_use = "nothing runs before `run` or `start`"]
pub struct TestFiles {
    globs: Vec<String>,
    options: Vec<types::Variable>,
    run: RunFiles,
    start: StartFiles,
}

/// A text that is to be run as a test file, and how.
#[derive(Debug, Clone)]
#[must_use = "nothing runs before `run`"]
pub struct TestSource {
    name: String,
    text: String,
    options: Vec<types::Variable>,
    run: RunSource,
}

impl TestFiles {
    pub(crate) fn new(globs: impl Names, run: RunFiles, start: StartFiles) -> Self {
        Self {
            globs: globs.into_names(),
            options: Vec::new(),
            run,
            start,
        }
    }

    /// Files that run at the same time, each in a database of its own; one after another without it.
    pub fn jobs(self, files: u32) -> Self {
        self.option("jobs", &files.to_string())
    }

    /// Runs them and waits for their end. The error is `test.failed`, `test.invalid`, `test.environment` or `policy.denied`
    /// when one did not pass.
    pub fn run(self) -> Result<Summary, Error> {
        (self.run)(&self.globs, &self.options).map_err(Error::from_wit)
    }

    /// Runs them in the background.
    pub fn start(self) -> Result<Job, Error> {
        (self.start)(&self.globs, &self.options)
            .map(Job::new)
            .map_err(Error::from_wit)
    }
}

impl TestSource {
    pub(crate) fn new(name: &str, text: &str, run: RunSource) -> Self {
        Self {
            name: name.to_owned(),
            text: text.to_owned(),
            options: Vec::new(),
            run,
        }
    }

    /// Runs it and waits for its end. The error is `test.failed`, `test.invalid`, `test.environment` or `policy.denied`
    /// when it did not pass.
    pub fn run(self) -> Result<Summary, Error> {
        (self.run)(&self.name, &self.text, &self.options).map_err(Error::from_wit)
    }
}

macro_rules! options {
    ($tests:ident) => {
        impl $tests {
            /// Sets a variable: `${arg.NAME}` in a `.td` file, `$NAME` in an `.slt` file.
            pub fn var(self, name: &str, value: &str) -> Self {
                self.option(&format!("var.{name}"), value)
            }

            /// How long statements and waits are tried; 30 s without it.
            pub fn timeout(self, timeout: Duration) -> Self {
                let text = format!("{}ms", milliseconds(timeout));
                self.option("default-timeout", &text)
            }

            /// The server of statements, `postgres://USER:PASSWORD@SERVICE:PORT/DATABASE`; that of the service
            /// `postgres` or `materialized` without it.
            pub fn postgres_url(self, url: &str) -> Self {
                self.option("postgres-url", url)
            }

            /// The seed of names and randomness; it follows from the run's without it.
            pub fn seed(self, seed: u32) -> Self {
                self.option("seed", &seed.to_string())
            }

            /// Any option by the name of its flag of `mzhost td`, such as `kafka-addr`.
            pub fn option(mut self, name: &str, value: &str) -> Self {
                self.options.push(types::Variable {
                    name: name.to_owned(),
                    value: value.to_owned(),
                });
                self
            }
        }
    };
}

options!(TestFiles);
options!(TestSource);
