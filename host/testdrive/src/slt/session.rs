//! Runs the records of one file: its connections, its settings, its variables.

use std::sync::Arc;
use std::time::Duration;

use sqllogictest::{Connection as Name, Control, RetryConfig};
use tokio::process::Child;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::Commands;
use super::check::check;
use super::conditions::is_skipped;
use super::connections::Connections;
use super::names::Names;
use super::output::{self, Output, Settings};
use super::script::{Record, Step, line_start};
use super::substitute::{substitute, substitute_known};
use super::{statements, system};
use crate::failure::Error;
use crate::options::Options;

/// The state of one file. Its end closes all connections and ends commands in the background.
pub(super) struct Session {
    pub(super) options: Arc<Options>,
    pub(super) commands: Commands,
    pub(super) names: Names,
    /// Values that `let` bound to names of secrets.
    pub(super) secrets: crate::secrets::Secrets,
    pub(super) settings: Settings,
    pub(super) connections: Connections,
    pub(super) background: Vec<Child>,
    /// Tries of the record that runs.
    pub(super) tries: u32,
}

/// How a record went that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Done {
    /// As expected.
    Passed,
    /// It only set something, or is not for this engine.
    Quiet,
    /// The file is over.
    Halted,
}

/// Why a record failed, and what came when it was not what is expected.
pub(super) struct Failed {
    pub(super) error: Error,
    pub(super) output: Option<Output>,
}

impl From<Error> for Box<Failed> {
    fn from(error: Error) -> Self {
        Box::new(Failed {
            error,
            output: None,
        })
    }
}

impl Session {
    /// Runs a record, as often as it says.
    pub(super) async fn run(&mut self, step: &Step) -> Result<Done, Box<Failed>> {
        self.tries = 1;
        let retry = match &step.record {
            Record::Control(control) => {
                self.set(control);
                return Ok(Done::Quiet);
            }
            Record::HashThreshold { threshold, .. } => {
                self.settings.hash_threshold = *threshold;
                return Ok(Done::Quiet);
            }
            Record::Halt { .. } => return Ok(Done::Halted),
            Record::Sleep { duration, .. } => {
                self.sleep(*duration).await?;
                return Ok(Done::Passed);
            }
            Record::Let { conditions, .. } if !is_skipped(conditions) => None,
            Record::Statement {
                conditions, retry, ..
            }
            | Record::Query {
                conditions, retry, ..
            }
            | Record::System {
                conditions, retry, ..
            } if !is_skipped(conditions) => retry.as_ref(),
            _ => return Ok(Done::Quiet),
        };
        self.run_until_it_fits(step, retry).await?;
        Ok(Done::Passed)
    }

    fn set(&mut self, control: &Control) {
        match control {
            Control::SortMode(mode) => self.settings.sort_mode = Some(*mode),
            Control::ResultMode(mode) => self.settings.result_mode = Some(*mode),
            Control::Substitution(on) => self.settings.substitution = *on,
            _ => {}
        }
    }

    async fn sleep(&self, duration: Duration) -> Result<(), Error> {
        let longest = self.options.limits.sleep;
        if duration > longest {
            let text = format!("the longest sleep is {} s", longest.as_secs());
            return Err(Error::file(text));
        }
        tokio::time::sleep(duration).await;
        Ok(())
    }

    /// Tries a record as often as its `retry` says, within the time limit; once without one.
    async fn run_until_it_fits(
        &mut self,
        step: &Step,
        retry: Option<&RetryConfig>,
    ) -> Result<(), Box<Failed>> {
        let limit = self.options.retry.timeout;
        let deadline = Instant::now() + limit;
        let attempts = retry.map_or(1, |retry| retry.attempts);
        let pause = retry.map_or(Duration::ZERO, |retry| retry.backoff);
        for attempt in 1_usize.. {
            self.tries = u32::try_from(attempt).unwrap_or(u32::MAX);
            let result = timeout_at(deadline, self.attempt(step)).await;
            let mut failed = match result {
                Ok(Ok(())) => return Ok(()),
                Ok(Err(failed)) => failed,
                Err(_) => {
                    let text = format!(
                        "no answer within {} ms; --default-timeout changes the limit",
                        limit.as_millis()
                    );
                    return Err(Error::test(text).fatal().into());
                }
            };
            if failed.error.is_final || attempt >= attempts {
                return Err(failed);
            }
            let next = Instant::now().checked_add(pause);
            let Some(next) = next.filter(|next| *next < deadline) else {
                let text = format!(
                    "{}; the time limit of {} ms left time for {attempt} of {attempts} tries, --default-timeout changes it",
                    failed.error.message,
                    limit.as_millis()
                );
                failed.error.message = text;
                return Err(failed);
            };
            sleep_until(next).await;
        }
        Ok(())
    }

    async fn attempt(&mut self, step: &Step) -> Result<(), Box<Failed>> {
        let output = match &step.record {
            Record::Statement {
                connection, sql, ..
            }
            | Record::Query {
                connection, sql, ..
            } => {
                let is_query = matches!(step.record, Record::Query { .. });
                let sql = self.substituted(step, sql)?;
                self.statement(step, connection, &sql, is_query).await?
            }
            Record::System {
                command, stdout, ..
            } => {
                let wants_output = stdout.is_some();
                self.system(command, wants_output).await?
            }
            Record::Let {
                connection,
                variables,
                sql,
                ..
            } => {
                let sql = self.substituted(step, sql)?;
                self.bind(connection, variables, &sql).await?;
                return Ok(());
            }
            _ => return Ok(()),
        };
        check(&step.record, &output).map_err(|error| {
            Box::new(Failed {
                error,
                output: Some(output),
            })
        })
    }

    async fn statement(
        &mut self,
        step: &Step,
        connection: &Name,
        sql: &str,
        is_query: bool,
    ) -> Result<Output, Error> {
        if !statements::are_several(sql) {
            return Ok(match self.connections.query(connection, sql).await? {
                Ok(answer) => output::of_answer(&step.record, answer, &self.settings),
                Err(error) => Output::Failed(error),
            });
        }
        if is_query {
            return Err(Error::file(
                "a query is one statement; put the others into statement records",
            ));
        }
        match self.connections.batch(connection, sql).await? {
            Ok(()) => Ok(Output::Done(None)),
            Err(error) => Ok(Output::Failed(error)),
        }
    }

    /// `let`.
    async fn bind(
        &mut self,
        connection: &Name,
        variables: &[String],
        sql: &str,
    ) -> Result<(), Error> {
        let answer = self
            .connections
            .query(connection, sql)
            .await?
            .map_err(|error| {
                Error::test(format!("the query failed: {}", error.message))
                    .server(error.to_string())
            })?;
        let rows = answer.rows.len();
        let Some(row) = answer.rows.into_iter().next().filter(|_| rows == 1) else {
            return Err(Error::test(format!(
                "let takes a query with one row; {rows} came"
            )));
        };
        if row.len() != variables.len() {
            return Err(Error::file(format!(
                "let names {} variables, and the query has {} columns",
                variables.len(),
                row.len()
            )));
        }
        for (name, value) in variables.iter().zip(row) {
            let value = value.unwrap_or_else(|| "NULL".to_owned());
            self.secrets.add_variable(name, &value);
            self.names.bind(name, value);
        }
        Ok(())
    }

    async fn system(&mut self, command: &str, wants_output: bool) -> Result<Output, Error> {
        if self.commands == Commands::Refused {
            return Err(Error::denied(
                "a system record runs a command of this machine, which is not allowed here; mzhost slt --allow-system runs it",
            ));
        }
        let command = if self.settings.substitution {
            substitute_known(command, &|name| self.names.own(name))
        } else {
            command.to_owned()
        };
        let given = self.names.given();
        // As the crate has it: a command that ends with & goes on while the file does.
        if let Some(command) = command.trim().strip_suffix('&')
            && !command.ends_with('&')
            && !wants_output
        {
            let child = system::start(command, given)?;
            self.background.push(child);
            return Ok(Output::Printed(String::new()));
        }
        let limit = self.options.limits.result;
        system::run(&command, given, limit)
            .await
            .map(Output::Printed)
    }

    /// A record's SQL with variables replaced, if the file wants that. An unknown one is an error at its place.
    fn substituted(&self, step: &Step, sql: &str) -> Result<String, Error> {
        if !self.settings.substitution {
            return Ok(sql.to_owned());
        }
        substitute(sql, &|name| self.names.get(name)).map_err(|fault| {
            let text = step.source.text();
            let lines = sql
                .get(..fault.at)
                .unwrap_or_default()
                .matches('\n')
                .count();
            // The parser drops the carriage returns of lines that end with two characters.
            let returns = if text.contains("\r\n") { lines } else { 0 };
            let at = line_start(text, step.line + 1) + fault.at + returns;
            Error::file(fault.message).at(at)
        })
    }
}
