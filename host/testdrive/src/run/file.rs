//! One `.td` file from its first command to its last.

use std::path::Path;
use std::time::Instant;

use super::frame::{Commands, Frame, Place, Progress};
use super::{command, start};
use crate::actions::Flow;
use crate::context::{Context, Note};
use crate::failure::{Error, Failure};
use crate::observe::Notice;
use crate::position::Source;
use crate::rewrite::Edit;
use crate::script::{Command, CommandKind, Script};

/// What a command came to.
pub(super) struct Done {
    /// How the file goes on.
    pub(super) flow: Flow,
    /// What is to be changed in the file.
    pub(super) edit: Option<Edit>,
}

impl Commands for Script {
    const LANGUAGE: &'static str = "testdrive";

    fn source(&self) -> &Source {
        &self.source
    }

    async fn run(
        &self,
        frame: &Frame,
        url: Option<String>,
        folder: &Path,
        progress: &mut Progress,
    ) -> Result<(), Box<Failure>> {
        let mut context = start::context(frame, url, folder);
        // Whether commands are passed over, after `skip-if`.
        let mut skipping = false;
        for command in &self.commands {
            if passes_over(command, &mut skipping) {
                continue;
            }
            let begun = Instant::now();
            context.tries = 1;
            let result = self.run_command(&mut context, command, skipping).await;
            let tries = match &result {
                Ok(_) => context.tries,
                Err(error) => error.tries.max(context.tries),
            };
            progress.commands += 1;
            let line = self.source.location(command.span.start).line;
            tell_notes(frame, &mut context, progress, line);
            let title = command::title(&context, &self.source, command);
            frame.observe.observe(Notice::Command {
                file: frame.file.clone(),
                line,
                title: title.clone(),
                tries,
                elapsed: begun.elapsed(),
                passed: result.is_ok(),
            });
            match result {
                Ok(done) => {
                    progress.edits.extend(done.edit);
                    skipping = done.flow == Flow::Skip;
                }
                Err(error) => {
                    let error = Error { tries, ..error };
                    let place = Place {
                        source: &self.source,
                        offset: error.at.unwrap_or(command.span.start),
                    };
                    let elapsed = begun.elapsed();
                    return Err(frame.failure(&context.secrets, &place, title, error, elapsed));
                }
            }
        }
        Ok(())
    }
}

impl Script {
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
        command::run(context, &self.source, command).await
    }
}

/// Tells what a command noted.
fn tell_notes(frame: &Frame, context: &mut Context, progress: &mut Progress, line: usize) {
    for note in std::mem::take(&mut context.notes) {
        match note {
            Note::Warning(message) => {
                frame.warn(progress, line, context.secrets.mask(&message));
            }
            Note::Output(text) => frame.observe.observe(Notice::Output {
                file: frame.file.clone(),
                line,
                text: context.secrets.mask(&text),
            }),
        }
    }
}

/// Whether a command is passed over; `skip-end` ends that.
fn passes_over(command: &Command, skipping: &mut bool) -> bool {
    match action(command) {
        Some("skip-end") => {
            *skipping = false;
            true
        }
        Some("skip-if") => false,
        _ => *skipping,
    }
}

fn action(command: &Command) -> Option<&str> {
    match &command.kind {
        CommandKind::Action(call) => Some(&call.name.value),
        _ => None,
    }
}
