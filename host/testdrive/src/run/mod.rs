//! Running `.td` files.

mod command;
mod file;
mod frame;
mod schedule;
mod start;

use std::sync::Arc;
use std::time::Duration;

use crate::access::Access;
use crate::failure::Failure;
use crate::isolation;
use crate::observe::Observe;
use crate::options::Options;
use crate::parse::{ParseError, parse_partly};
use crate::position::Source;
use crate::script::Script;

pub(crate) use frame::{Commands, FileRun, Frame, Place, Progress};
pub use schedule::{Job, run_scheduled};

/// How files went, in the order in which they were given.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// One for each file that ran.
    pub files: Vec<FileReport>,
    /// Files that did not run because too many had failed.
    pub not_run: Vec<String>,
}

/// How a file went.
#[derive(Debug, Clone)]
pub struct FileReport {
    /// The file.
    pub file: String,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// Commands that ran.
    pub commands: u32,
    /// Time that it took.
    pub elapsed: Duration,
    /// Results that were rewritten.
    pub results: u32,
    /// The file's new text, when results were rewritten.
    pub rewritten: Option<String>,
}

impl Report {
    /// The files that failed.
    pub fn failed(&self) -> impl Iterator<Item = &FileReport> {
        self.files.iter().filter(|file| file.failure.is_some())
    }
}

/// Runs files. All are parsed before anything is touched: the error is all that is wrong with all of them.
pub async fn run(
    files: Vec<Source>,
    options: Options,
    access: Arc<dyn Access>,
    observe: Arc<dyn Observe>,
) -> Result<Report, Vec<ParseError>> {
    let scripts = parse_all(files)?;
    let options = Arc::new(options);
    let jobs: Vec<_> = scripts
        .into_iter()
        .enumerate()
        .map(|(index, script)| {
            let servers = isolation::of(&script, &options);
            FileRun::new(script, servers, index, &options, &access, &observe)
        })
        .collect();
    Ok(run_scheduled(jobs, &options).await)
}

/// Parses and checks files; all errors of all of them.
pub fn parse_all(files: Vec<Source>) -> Result<Vec<Script>, Vec<ParseError>> {
    let mut scripts = Vec::new();
    let mut errors = Vec::new();
    for source in files {
        let (script, mut found) = parse_partly(source);
        found.extend(crate::check::check(&script));
        found.sort_by_key(|error| error.location);
        errors.extend(found);
        scripts.push(script);
    }
    if errors.is_empty() {
        Ok(scripts)
    } else {
        Err(errors)
    }
}
