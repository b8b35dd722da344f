//! What happens in test files, as events.

use std::time::Duration;

use mzhost_testdrive::failure::Failure;
use mzhost_testdrive::observe::{Notice, Observe};
use mzhost_testdrive::run::Report;

use super::outcome::code_of;
use crate::event::{EventKind, Events, SpanId, TestFailure};

/// Tells what happens in test files as events of a span.
pub struct Told {
    events: Events,
    span: SpanId,
    parent: Option<SpanId>,
}

impl Told {
    /// Tells it in a span, which has this parent.
    pub fn new(events: Events, span: SpanId, parent: Option<SpanId>) -> Self {
        Self {
            events,
            span,
            parent,
        }
    }

    /// Tells that files begin.
    pub fn started(&self, files: usize) {
        let files = number(files);
        self.tell(EventKind::TestsStarted { files });
    }

    /// Tells how they went.
    pub fn finished(&self, report: &Report, elapsed: Duration) {
        let failed = report.failed().count();
        self.tell(EventKind::TestsFinished {
            passed: number(report.files.len() - failed),
            failed: number(failed),
            not_run: report.not_run.clone(),
            ms: millis(elapsed),
        });
    }

    fn tell(&self, kind: EventKind) {
        self.events.tell_in(self.span, self.parent, kind);
    }
}

impl Observe for Told {
    fn observe(&self, notice: Notice) {
        self.tell(match notice {
            Notice::FileStarted { file } => EventKind::TestFileStarted { file },
            Notice::Command {
                file,
                line,
                title,
                tries,
                elapsed,
                passed,
            } => EventKind::TestCommand {
                file,
                line: number(line),
                title,
                tries,
                passed,
                us: u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX),
            },
            Notice::Warning {
                file,
                line,
                message,
            } => EventKind::Warning {
                message: format!("{file}:{line}: {message}"),
            },
            Notice::Output { file, line, text } => EventKind::TestOutput {
                file,
                line: number(line),
                text,
            },
            Notice::FileFinished {
                file,
                failure,
                commands,
                rewritten,
                elapsed,
            } => EventKind::TestFileFinished {
                file,
                failure: failure.map(|failure| Box::new(told(*failure))),
                commands,
                rewritten,
                ms: millis(elapsed),
            },
        });
    }
}

fn told(failure: Failure) -> TestFailure {
    TestFailure {
        code: code_of(failure.blame).name().to_owned(),
        place: failure.place(),
        statement: failure.statement,
        message: failure.message,
        snippet: failure.snippet,
        difference: failure.difference,
        server: failure.server,
        tries: failure.tries,
        ms: millis(failure.elapsed),
        seed: failure.seed,
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
