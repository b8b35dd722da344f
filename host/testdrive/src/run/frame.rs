//! What is done around a file's own commands, in whatever language they are: seed, folder, database, notices.

use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rand::RngExt;

use super::FileReport;
use super::schedule::{Job, until_stopped};
use crate::access::{Access, BoxFuture};
use crate::failure::{Error, Failure};
use crate::isolation::{OwnDatabase, Use};
use crate::observe::{Notice, Observe};
use crate::options::Options;
use crate::position::Source;
use crate::rewrite::{self, Edit};
use crate::secrets::Secrets;

/// The commands of a file in one of the languages.
pub(crate) trait Commands: Send + Sync {
    /// Name of the language: own databases and folders begin with it.
    const LANGUAGE: &'static str;

    /// The file.
    fn source(&self) -> &Source;

    /// Runs them on the server of a URL, with a folder of the file's own.
    fn run(
        &self,
        frame: &Frame,
        url: Option<String>,
        folder: &Path,
        progress: &mut Progress,
    ) -> impl Future<Output = Result<(), Box<Failure>>> + Send;
}

/// How far a file has come.
#[derive(Default)]
pub(crate) struct Progress {
    /// Commands that ran.
    pub(crate) commands: u32,
    /// What is to be changed in the file.
    pub(crate) edits: Vec<Edit>,
    /// Warnings that were told.
    warned: Vec<String>,
}

/// What files are run with.
pub(crate) struct Frame {
    /// The file's name.
    pub(crate) file: String,
    /// The file's seed.
    pub(crate) seed: u32,
    pub(crate) options: Arc<Options>,
    pub(crate) access: Arc<dyn Access>,
    pub(crate) observe: Arc<dyn Observe>,
    servers: Use,
}

/// Where a command failed.
pub(crate) struct Place<'a> {
    /// The file, which may be an included one.
    pub(crate) source: &'a Source,
    /// Its byte.
    pub(crate) offset: usize,
}

/// A file that is to be run.
pub(crate) struct FileRun<C> {
    frame: Frame,
    commands: C,
}

impl<C: Commands> FileRun<C> {
    /// The `index`th of several files. With a seed for all, each has the seed that follows the one before, so that names
    /// made of it differ.
    pub(crate) fn new(
        commands: C,
        servers: Use,
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
            frame: Frame {
                file: commands.source().name().to_owned(),
                seed,
                options: Arc::clone(options),
                access: Arc::clone(access),
                observe: Arc::clone(observe),
                servers,
            },
            commands,
        }
    }

    async fn run_file(&self) -> FileReport {
        let frame = &self.frame;
        let begun = Instant::now();
        frame.observe.observe(Notice::FileStarted {
            file: frame.file.clone(),
        });
        let mut progress = Progress::default();
        let failure = self.run_isolated(&mut progress, begun).await.err();
        let elapsed = begun.elapsed();
        let results = u32::try_from(progress.edits.len()).unwrap_or(u32::MAX);
        let text = self.commands.source().text();
        let rewritten = (!progress.edits.is_empty()).then(|| rewrite::apply(text, &progress.edits));
        frame.observe.observe(Notice::FileFinished {
            file: frame.file.clone(),
            failure: failure.clone(),
            commands: progress.commands,
            rewritten: results,
            elapsed,
        });
        FileReport {
            file: frame.file.clone(),
            failure: failure.map(|failure| *failure),
            commands: progress.commands,
            elapsed,
            results,
            rewritten,
        }
    }

    /// Runs the commands in a database of the file's own, if it gets one, and a folder of its own.
    async fn run_isolated(
        &self,
        progress: &mut Progress,
        begun: Instant,
    ) -> Result<(), Box<Failure>> {
        let frame = &self.frame;
        let at_start = |error: Error| {
            let place = Place {
                source: self.commands.source(),
                offset: 0,
            };
            let secrets = Secrets::of(&frame.options);
            frame.failure(&secrets, &place, String::new(), error, begun.elapsed())
        };
        let folder = tempfile::Builder::new()
            .prefix(&format!("mzhost-{}-", C::LANGUAGE))
            .tempdir()
            .map_err(|error| Error::environment(format!("cannot make a temporary folder: {error}")))
            .map_err(at_start)?;
        let own = match (&frame.options.postgres_url, frame.servers) {
            (Some(url), Use::OwnDatabase) => {
                let name = format!("{}_{}", C::LANGUAGE, frame.seed_text());
                let policy = frame.options.policy();
                let own = OwnDatabase::create(&frame.access, url, &name, &policy).await;
                Some(own.map_err(at_start)?)
            }
            _ => None,
        };
        let url = match &own {
            Some(own) => Some(own.url().to_owned()),
            None => frame.options.postgres_url.clone(),
        };
        let commands = self.commands.run(frame, url, folder.path(), progress);
        let result = until_stopped(&frame.options, commands, at_start).await;
        if let Some(own) = own {
            // The file is over; a database that stays behind is told, and changes nothing of how it went.
            if let Err(error) = own.drop_database().await {
                frame.warn(progress, 1, error.message);
            }
        }
        result
    }
}

impl<C: Commands> Job for FileRun<C> {
    fn file(&self) -> &str {
        &self.frame.file
    }

    fn alone(&self) -> bool {
        self.frame.servers == Use::Everything
    }

    fn run(&self) -> BoxFuture<'_, FileReport> {
        Box::pin(self.run_file())
    }
}

impl Frame {
    /// The seed as files see it: ten digits, so that names made of it have one length.
    pub(crate) fn seed_text(&self) -> String {
        seed_text(self.seed)
    }

    /// Tells a warning, each text once for a file. Secrets are left out already.
    pub(crate) fn warn(&self, progress: &mut Progress, line: usize, message: String) {
        if progress.warned.contains(&message) {
            return;
        }
        progress.warned.push(message.clone());
        self.observe.observe(Notice::Warning {
            file: self.file.clone(),
            line,
            message,
        });
    }

    /// A failure, secrets left out.
    pub(crate) fn failure(
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
            seed: self.seed_text(),
        })
    }
}

/// A seed as files see it.
pub(crate) fn seed_text(seed: u32) -> String {
    format!("{seed:010}")
}
