//! One `.slt` file from its first record to its last.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use super::connections::Connections;
use super::names::Names;
use super::output::Settings;
use super::rewrite::edit;
use super::script::{Record, Script, Step, line_start};
use super::session::{Done, Failed, Session};
use super::title::title;
use crate::failure::{Error, Failure};
use crate::isolation::{self, Use};
use crate::observe::Notice;
use crate::options::Options;
use crate::position::Source;
use crate::run::{Commands, Frame, Place, Progress};
use crate::secrets::Secrets;

/// The records of a file, and whether they may run commands of this machine.
pub(super) struct Records {
    pub(super) script: Script,
    pub(super) commands: super::Commands,
}

impl Records {
    /// What they use of the server.
    pub(super) fn servers(&self, options: &Options) -> Use {
        let sends_sql = self.script.steps.iter().any(|step| {
            matches!(
                step.record,
                Record::Statement { .. } | Record::Query { .. } | Record::Let { .. }
            )
        });
        if sends_sql {
            isolation::of_sql(options)
        } else {
            Use::Nothing
        }
    }

    fn session(&self, frame: &Frame, url: Option<String>, folder: &Path) -> Session {
        let options = &frame.options;
        Session {
            names: Names::new(options, url.as_deref(), folder.to_owned()),
            options: Arc::clone(options),
            commands: self.commands,
            secrets: Secrets::of(options),
            settings: Settings::default(),
            connections: Connections::new(&frame.access, url, options.policy()),
            background: Vec::new(),
            tries: 1,
        }
    }
}

impl Commands for Records {
    const LANGUAGE: &'static str = "sqllogictest";

    fn source(&self) -> &Source {
        &self.script.source
    }

    async fn run(
        &self,
        frame: &Frame,
        url: Option<String>,
        folder: &Path,
        progress: &mut Progress,
    ) -> Result<(), Box<Failure>> {
        let mut session = self.session(frame, url, folder);
        for step in &self.script.steps {
            let begun = Instant::now();
            let result = match session.run(step).await {
                Ok(Done::Quiet) => continue,
                Ok(Done::Halted) => break,
                Ok(Done::Passed) => Ok(()),
                Err(failed) => rewritten(frame, step, *failed, progress),
            };
            progress.commands += 1;
            let title = title(&session, step);
            frame.observe.observe(Notice::Command {
                file: frame.file.clone(),
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
                return Err(frame.failure(&session.secrets, &place, title, error, begun.elapsed()));
            }
        }
        Ok(())
    }
}

/// Takes what came as the new expectation, if results are rewritten and that can be.
fn rewritten(
    frame: &Frame,
    step: &Step,
    failed: Failed,
    progress: &mut Progress,
) -> Result<(), Error> {
    let output = failed.output.filter(|_| frame.options.rewrite_results);
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
            frame.warn(progress, step.outer_line(), message);
            Err(failed.error)
        }
        None => Err(failed.error),
    }
}
