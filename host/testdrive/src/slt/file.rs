//! One file from its first record to its last.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rand::RngExt;

use super::Commands;
use super::connections::Connections;
use super::names::{self, Names};
use super::output::Settings;
use super::rewrite::edit;
use super::script::{Record, Script, Step, line_start};
use super::session::{Done, Failed, Session};
use super::title::title;
use crate::access::{Access, BoxFuture};
use crate::failure::{Error, Failure};
use crate::isolation::{OwnDatabase, Use};
use crate::observe::{Notice, Observe};
use crate::options::{Isolation, Options};
use crate::position::Source;
use crate::rewrite::{self, Edit};
use crate::run::{FileReport, Job, until_stopped};
use crate::secrets::Secrets;

/// A file that is to be run.
pub(super) struct FileRun {
    script: Script,
    seed: String,
    servers: Use,
    commands: Commands,
    options: Arc<Options>,
    access: Arc<dyn Access>,
    observe: Arc<dyn Observe>,
    /// What is not shown, as far as the options say.
    secrets: Secrets,
}

/// How far a file has come.
#[derive(Default)]
struct Progress {
    records: u32,
    edits: Vec<Edit>,
}

impl FileRun {
    /// The `index`th of several files.
    pub(super) fn new(
        script: Script,
        index: usize,
        commands: Commands,
        options: &Arc<Options>,
        access: &Arc<dyn Access>,
        observe: &Arc<dyn Observe>,
    ) -> Self {
        let index = u32::try_from(index).unwrap_or_default();
        let seed: u32 = match options.seed {
            Some(seed) => seed.wrapping_add(index),
            None => rand::rng().random(),
        };
        Self {
            servers: servers(&script, options),
            script,
            seed: format!("{seed:010}"),
            commands,
            secrets: names::secrets(options),
            options: Arc::clone(options),
            access: Arc::clone(access),
            observe: Arc::clone(observe),
        }
    }

    fn name(&self) -> &str {
        self.script.source.name()
    }

    async fn run_file(&self) -> FileReport {
        let begun = Instant::now();
        self.observe.observe(Notice::FileStarted {
            file: self.name().to_owned(),
        });
        let mut progress = Progress::default();
        let failure = self.run_isolated(&mut progress, begun).await.err();
        let elapsed = begun.elapsed();
        let results = u32::try_from(progress.edits.len()).unwrap_or(u32::MAX);
        let rewritten = (!progress.edits.is_empty())
            .then(|| rewrite::apply(self.script.source.text(), &progress.edits));
        self.observe.observe(Notice::FileFinished {
            file: self.name().to_owned(),
            failure: failure.clone(),
            commands: progress.records,
            rewritten: results,
            elapsed,
        });
        FileReport {
            file: self.name().to_owned(),
            failure: failure.map(|failure| *failure),
            commands: progress.records,
            elapsed,
            results,
            rewritten,
        }
    }

    /// Runs the records in a database of the file's own, if it gets one.
    async fn run_isolated(
        &self,
        progress: &mut Progress,
        begun: Instant,
    ) -> Result<(), Box<Failure>> {
        let at_start = |error: Error| {
            let place = Place {
                source: &self.script.source,
                offset: 0,
            };
            self.failure(&self.secrets, &place, String::new(), error, begun.elapsed())
        };
        let folder = tempfile::Builder::new()
            .prefix("mzhost-slt-")
            .tempdir()
            .map_err(|error| Error::environment(format!("cannot make a temporary folder: {error}")))
            .map_err(at_start)?;
        let own = match (&self.options.postgres_url, self.servers) {
            (Some(url), Use::OwnDatabase) => {
                let name = format!("sqllogictest_{}", self.seed);
                let own =
                    OwnDatabase::create(&self.access, url, &name, &self.options.policy()).await;
                Some(own.map_err(at_start)?)
            }
            _ => None,
        };
        let url = match &own {
            Some(own) => Some(own.url().to_owned()),
            None => self.options.postgres_url.clone(),
        };
        let mut session = self.session(url, folder.path());
        let records = self.run_records(&mut session, progress);
        let result = until_stopped(&self.options, records, at_start).await;
        drop(session);
        if let Some(own) = own {
            // The file is over; a database that stays behind is told, and changes nothing of how it went.
            if let Err(error) = own.drop_database().await {
                self.warn(1, error.message);
            }
        }
        result
    }

    fn session(&self, url: Option<String>, folder: &Path) -> Session {
        Session {
            names: Names::new(&self.options, url.as_deref(), folder.to_owned()),
            options: Arc::clone(&self.options),
            commands: self.commands,
            secrets: self.secrets.clone(),
            settings: Settings::default(),
            connections: Connections::new(&self.access, url, self.options.policy()),
            background: Vec::new(),
            tries: 1,
        }
    }

    async fn run_records(
        &self,
        session: &mut Session,
        progress: &mut Progress,
    ) -> Result<(), Box<Failure>> {
        for step in &self.script.steps {
            let begun = Instant::now();
            let result = match session.run(step).await {
                Ok(Done::Quiet) => continue,
                Ok(Done::Halted) => break,
                Ok(Done::Passed) => Ok(()),
                Err(failed) => self.rewritten(step, *failed, progress),
            };
            progress.records += 1;
            let title = title(session, step);
            self.observe.observe(Notice::Command {
                file: self.name().to_owned(),
                line: step.outer_line(),
                title: title.clone(),
                tries: session.tries,
                elapsed: begun.elapsed(),
                passed: result.is_ok(),
            });
            if let Err(mut error) = result {
                error.tries = session.tries;
                let start = || line_start(step.source.text(), step.line);
                let place = Place {
                    source: &step.source,
                    offset: error.at.unwrap_or_else(start),
                };
                for inclusion in step.included.iter() {
                    let from = format!(", included from {}:{}", inclusion.file, inclusion.line);
                    error.message.push_str(&from);
                }
                return Err(self.failure(&session.secrets, &place, title, error, begun.elapsed()));
            }
        }
        Ok(())
    }

    /// Takes what came as the new expectation, if results are rewritten and that can be.
    fn rewritten(&self, step: &Step, failed: Failed, progress: &mut Progress) -> Result<(), Error> {
        let output = failed.output.filter(|_| self.options.rewrite_results);
        let edit = output.and_then(|output| edit(&step.source, step.line, &step.record, &output));
        match edit {
            Some(edit) if step.included.is_empty() => {
                progress.edits.push(edit);
                Ok(())
            }
            Some(_) => {
                let message = format!(
                    "results of included files are not rewritten; run {} by itself",
                    step.source.name()
                );
                self.warn(step.outer_line(), message);
                Err(failed.error)
            }
            None => Err(failed.error),
        }
    }

    fn warn(&self, line: usize, message: String) {
        self.observe.observe(Notice::Warning {
            file: self.name().to_owned(),
            line,
            message: self.secrets.mask(&message),
        });
    }

    fn failure(
        &self,
        secrets: &Secrets,
        place: &Place<'_>,
        statement: String,
        error: Error,
        elapsed: Duration,
    ) -> Box<Failure> {
        let mask = |text: String| secrets.mask(&text);
        Box::new(Failure {
            blame: error.blame,
            file: place.source.name().to_owned(),
            location: place.source.location(place.offset),
            statement,
            message: mask(error.message),
            snippet: mask(place.source.snippet(place.offset)),
            difference: error.difference.map(mask),
            server: error.server.map(mask),
            tries: error.tries,
            elapsed,
            seed: self.seed.clone(),
        })
    }
}

/// A byte of a file.
struct Place<'a> {
    source: &'a Source,
    offset: usize,
}

/// What a file uses of the server.
fn servers(script: &Script, options: &Options) -> Use {
    let sends_sql = script.steps.iter().any(|step| {
        matches!(
            step.record,
            Record::Statement { .. } | Record::Query { .. } | Record::Let { .. }
        )
    });
    match options.isolation {
        _ if !sends_sql => Use::Nothing,
        Isolation::Always if options.postgres_url.is_some() => Use::OwnDatabase,
        Isolation::Auto if options.jobs > 1 && options.postgres_url.is_some() => Use::OwnDatabase,
        _ => Use::Everything,
    }
}

impl Job for FileRun {
    fn file(&self) -> &str {
        self.name()
    }

    fn alone(&self) -> bool {
        self.servers == Use::Everything
    }

    fn run(&self) -> BoxFuture<'_, FileReport> {
        Box::pin(self.run_file())
    }
}
