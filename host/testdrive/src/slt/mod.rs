//! sqllogictest files (`.slt`): the parser and the rules of comparison are the `sqllogictest` crate's.
//!
//! The crate's own runner is not used: it reads included files and environment variables of the machine, runs
//! commands, and blocks threads.

mod check;
mod conditions;
mod connections;
mod file;
mod include;
mod names;
mod output;
mod parse;
mod path;
mod rewrite;
mod script;
mod session;
mod statements;
mod substitute;
mod system;
mod title;

use std::sync::Arc;

use crate::access::Access;
use crate::observe::Observe;
use crate::options::Options;
use crate::parse::ParseError;
use crate::position::Source;
use crate::run::{FileRun, Report, run_scheduled};
use file::Records;

pub use include::DEEPEST_INCLUDE;

/// Runs files as [`crate::run::run`] does `.td` files. `system` records are refused unless `commands` allows them.
///
/// # Errors
/// All that is wrong with all files and with the files that they include. Nothing has run then.
pub async fn run(
    files: Vec<Source>,
    options: Options,
    commands: Commands,
    access: Arc<dyn Access>,
    observe: Arc<dyn Observe>,
) -> Result<Report, Vec<ParseError>> {
    let mut scripts = Vec::new();
    let mut errors = Vec::new();
    for source in files {
        match include::load(source, &*access, options.limits.file).await {
            Ok(script) => scripts.push(script),
            Err(found) => errors.extend(found),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let options = Arc::new(options);
    let jobs: Vec<_> = scripts
        .into_iter()
        .enumerate()
        .map(|(index, script)| {
            let records = Records { script, commands };
            let servers = records.servers(&options);
            FileRun::new(records, servers, index, &options, &access, &observe)
        })
        .collect();
    Ok(run_scheduled(jobs, &options).await)
}

/// Sees whether a file can be parsed; what it includes is not looked at.
pub fn check(source: &Source) -> Result<(), Vec<ParseError>> {
    parse::records(source).map(drop)
}

/// Whether `system` records run commands of this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Commands {
    /// They are refused.
    Refused,
    /// They run.
    Allowed,
}
