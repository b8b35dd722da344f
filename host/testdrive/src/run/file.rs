//! One file from its first command to its last.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rand::RngExt;

use super::schedule::{Job, until_stopped};
use super::{FileReport, command, start};
use crate::access::{Access, BoxFuture};
use crate::actions::Flow;
use crate::context::{Context, Note};
use crate::failure::{Error, Failure};
use crate::isolation::{self, OwnDatabase, Use};
use crate::observe::{Notice, Observe};
use crate::options::Options;
use crate::rewrite::{self, Edit};
use crate::script::{Command, CommandKind, Script};

/// A file that is to be run.
pub(super) struct FileRun {
    script: Script,
    seed: u32,
    servers: Use,
    options: Arc<Options>,
    access: Arc<dyn Access>,
    observe: Arc<dyn Observe>,
}

/// How far a file has come.
#[derive(Default)]
struct Progress {
    commands: u32,
    edits: Vec<Edit>,
    /// Whether commands are passed over, after `skip-if`.
    skipping: bool,
    /// Warnings that were told.
    warned: Vec<String>,
}

/// What a command came to.
pub(super) struct Done {
    /// How the file goes on.
    pub(super) flow: Flow,
    /// What is to be changed in the file.
    pub(super) edit: Option<Edit>,
}

impl FileRun {
    /// The `index`th of several files. With a seed for all, each has the seed that follows the one before, so that names
    /// made of it differ.
    pub(super) fn new(
        script: Script,
        index: usize,
        options: &Arc<Options>,
        access: &Arc<dyn Access>,
        observe: &Arc<dyn Observe>,
    ) -> Self {
        let index = u32::try_from(index).unwrap_or_default();
        let seed = match options.seed {
            Some(seed) => seed.wrapping_add(index),
            None => rand::rng().random(),
        };
        Self {
            servers: isolation::of(&script, options),
            script,
            seed,
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
            failure: failure.clone().map(Box::new),
            commands: progress.commands,
            rewritten: results,
            elapsed,
        });
        FileReport {
            file: self.name().to_owned(),
            failure,
            commands: progress.commands,
            elapsed,
            results,
            rewritten,
        }
    }

    /// Runs the commands in a database of the file's own, if it gets one, and a folder of its own.
    async fn run_isolated(&self, progress: &mut Progress, begun: Instant) -> Result<(), Failure> {
        let at_start = |error: Error| self.failure_at_start(error, begun.elapsed());
        let folder = tempfile::Builder::new()
            .prefix("mzhost-td-")
            .tempdir()
            .map_err(|error| Error::environment(format!("cannot make a temporary folder: {error}")))
            .map_err(at_start)?;
        let own = match (&self.options.postgres_url, self.servers) {
            (Some(url), Use::OwnDatabase) => {
                let name = format!("testdrive_{}", start::seed_text(self.seed));
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
        let mut context =
            start::context(&self.options, &self.access, url, self.seed, folder.path());
        let commands = self.run_commands(&mut context, progress);
        let result = until_stopped(&self.options, commands, at_start).await;
        drop(context);
        if let Some(own) = own {
            // The file is over; a database that stays behind is told, and changes nothing of how it went.
            if let Err(error) = own.drop_database().await {
                self.warn(progress, 1, error.message);
            }
        }
        result
    }

    async fn run_commands(
        &self,
        context: &mut Context,
        progress: &mut Progress,
    ) -> Result<(), Failure> {
        for command in &self.script.commands {
            if passes_over(command, progress) {
                continue;
            }
            let begun = Instant::now();
            context.tries = 1;
            let result = self.run_command(context, command, progress.skipping).await;
            let tries = match &result {
                Ok(_) => context.tries,
                Err(error) => error.tries.max(context.tries),
            };
            progress.commands += 1;
            let line = self.script.source.location(command.span.start).line;
            self.tell_notes(context, progress, line);
            let title = command::title(context, &self.script.source, command);
            self.observe.observe(Notice::Command {
                file: self.name().to_owned(),
                line,
                title: title.clone(),
                tries,
                elapsed: begun.elapsed(),
                passed: result.is_ok(),
            });
            match result {
                Ok(done) => {
                    progress.edits.extend(done.edit);
                    progress.skipping = done.flow == Flow::Skip;
                }
                Err(error) => {
                    let error = Error { tries, ..error };
                    return Err(self.failure(context, command, title, error, begun.elapsed()));
                }
            }
        }
        Ok(())
    }

    async fn run_command(
        &self,
        context: &mut Context,
        command: &Command,
        skipping: bool,
    ) -> Result<Done, Error> {
        if skipping && action(command) == Some("skip-if") {
            return Err(Error::file(
                "skip-if within a part that is skipped; end the first with skip-end",
            ));
        }
        if let Some(guard) = &command.guard
            && !crate::sql::guard(context, guard).await?
        {
            return Ok(Done {
                flow: Flow::Next,
                edit: None,
            });
        }
        command::run(context, &self.script.source, command).await
    }

    fn tell_notes(&self, context: &mut Context, progress: &mut Progress, line: usize) {
        for note in std::mem::take(&mut context.notes) {
            match note {
                Note::Warning(message) => {
                    self.warn(progress, line, context.secrets.mask(&message));
                }
                Note::Output(text) => self.observe.observe(Notice::Output {
                    file: self.name().to_owned(),
                    line,
                    text: context.secrets.mask(&text),
                }),
            }
        }
    }

    fn warn(&self, progress: &mut Progress, line: usize, message: String) {
        if progress.warned.contains(&message) {
            return;
        }
        progress.warned.push(message.clone());
        self.observe.observe(Notice::Warning {
            file: self.name().to_owned(),
            line,
            message,
        });
    }

    fn failure(
        &self,
        context: &Context,
        command: &Command,
        statement: String,
        error: Error,
        elapsed: Duration,
    ) -> Failure {
        let source = &self.script.source;
        let at = error.at.unwrap_or(command.span.start);
        let mask = |text: String| context.secrets.mask(&text);
        Failure {
            blame: error.blame,
            file: source.name().to_owned(),
            location: source.location(at),
            statement,
            message: mask(error.message),
            snippet: mask(source.snippet(at)),
            difference: error.difference.map(mask),
            server: error.server.map(mask),
            tries: error.tries,
            elapsed,
            seed: context.seed.clone(),
        }
    }

    /// A failure before the first command.
    fn failure_at_start(&self, error: Error, elapsed: Duration) -> Failure {
        let source = &self.script.source;
        Failure {
            blame: error.blame,
            file: source.name().to_owned(),
            location: source.location(0),
            statement: String::new(),
            message: error.message,
            snippet: source.snippet(0),
            difference: error.difference,
            server: error.server,
            tries: error.tries,
            elapsed,
            seed: start::seed_text(self.seed),
        }
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

/// Whether a command is passed over; `skip-end` ends that.
fn passes_over(command: &Command, progress: &mut Progress) -> bool {
    match action(command) {
        Some("skip-end") => {
            progress.skipping = false;
            true
        }
        Some("skip-if") => false,
        _ => progress.skipping,
    }
}

fn action(command: &Command) -> Option<&str> {
    match &command.kind {
        CommandKind::Action(call) => Some(&call.name.value),
        _ => None,
    }
}
