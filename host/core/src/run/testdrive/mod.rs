//! Test files of a workflow: which they are, what they may use, how they went. The files themselves are run by
//! `mzhost_testdrive`, which reaches the composition's services and nothing else.

mod access;
mod defaults;
mod host;
mod options;
mod psql;
mod sources;

use std::sync::Arc;
use std::time::Instant;

use mzhost_testdrive::run::Report;
use mzhost_testdrive::slt::{self, Commands};
use mzhost_testdrive::{Access, Observe};

use self::access::Services;
use super::setup::{Run, millis};
use crate::event::SpanId;
use crate::fault::Fault;
use crate::lines::Head;
use crate::operation::{TestFiles, TestInput, TestLanguage, TestSummary, Text};
use crate::report::text::{count, duration};
use crate::testdrive::{Told, invalid, result};

/// How test files went.
pub(super) struct Tested {
    /// The numbers, or one fault for all files that failed.
    pub(super) result: Result<TestSummary, Fault>,
    /// A line for each file.
    pub(super) lines: Text,
}

impl Run {
    /// Runs test files. What happens is told in a span of this parent. The error is why none of them ran.
    ///
    /// Dropping the future ends them all.
    pub(super) async fn test_files(
        self: &Arc<Self>,
        files: TestFiles,
        span: SpanId,
        parent: SpanId,
    ) -> Result<Tested, Fault> {
        let begun = Instant::now();
        let TestFiles {
            language,
            input,
            options,
        } = files;
        let mut options = self.test_options(&options)?;
        // A text that is no file has no place to write results to.
        let in_folder = matches!(input, TestInput::Globs(_));
        options.rewrite_results = self.rewrite_results && in_folder;
        let sources = self.test_sources(language, input).await?;
        let told = Arc::new(Told::new(self.events.clone(), span, Some(parent)));
        told.started(sources.len());
        let access: Arc<dyn Access> = Arc::new(Services::of(self));
        let observe: Arc<dyn Observe> = Arc::clone(&told) as _;
        let report = match language {
            TestLanguage::Testdrive => {
                mzhost_testdrive::run::run(sources, options, access, observe).await
            }
            TestLanguage::Sqllogictest => {
                slt::run(sources, options, Commands::Refused, access, observe).await
            }
        };
        let report = report.map_err(|errors| invalid(&errors))?;
        let rewritten = self.rewrite(&report).await?;
        let elapsed = begun.elapsed();
        told.finished(&report, elapsed);
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let commands = report.files.iter().map(|file| file.commands);
        let summary = TestSummary {
            files: number(report.files.len()),
            commands: commands.fold(0, u32::saturating_add),
            rewritten,
            ms: u32::try_from(elapsed.as_millis()).unwrap_or(u32::MAX),
        };
        Ok(Tested {
            result: result(&report).map(|()| summary),
            lines: lines(&report, self.limits.text),
        })
    }

    /// Writes results into the files of the composition's folder; how many results it were.
    async fn rewrite(&self, report: &Report) -> Result<u32, Fault> {
        let mut rewritten = 0_u32;
        for file in &report.files {
            let Some(text) = file.rewritten.clone() else {
                continue;
            };
            let path = file.file.clone();
            self.with_root(move |root| root.replace(&path, &text))
                .await?;
            rewritten = rewritten.saturating_add(file.results);
        }
        Ok(rewritten)
    }
}

/// A line for each file, as a job's output.
fn lines(report: &Report, limit: usize) -> Text {
    let line = |file: &mzhost_testdrive::run::FileReport| {
        let verdict = match &file.failure {
            None => "passed".to_owned(),
            Some(failure) => format!("failed: {}: {}", failure.place(), failure.message),
        };
        let commands = count(
            usize::try_from(file.commands).unwrap_or(usize::MAX),
            "command",
        );
        let time = duration(millis(file.elapsed));
        format!("{}: {commands} in {time}, {verdict}\n", file.file)
    };
    let not_run = report
        .not_run
        .iter()
        .map(|file| format!("{file}: not run\n"));
    let mut head = Head::new(limit);
    for line in report.files.iter().map(line).chain(not_run) {
        head.push(line.as_bytes());
    }
    head.into_text()
}
