//! Test files.

use super::super::style::Verbosity;
use super::super::test_file;
use super::super::text::sanitize;
use super::Terminal;
use crate::event::{Event, TestFailure};

impl Terminal {
    pub(super) fn test_command(&mut self, file: &str, line: u32, command: &str, event: &Event) {
        self.progress(file, &format!("line {line}"), event);
        if self.shows(Verbosity::Verbose) {
            self.line(&format!("  {}:{line}  {command}", sanitize(file)));
        }
    }

    pub(super) fn test_file_finished(
        &mut self,
        file: &str,
        summary: &str,
        failure: Option<&TestFailure>,
    ) {
        self.live.remove(file, &mut self.buffer);
        let Some(failure) = failure else {
            self.named(file, summary);
            return;
        };
        // A failure is shown also when all else is quiet.
        self.line(&format!("  {}  {summary}", sanitize(file)));
        let in_run = !self.run.folder.is_empty();
        for line in test_file::failure(failure, in_run, self.style) {
            self.line(&line);
        }
    }

    pub(super) fn tests_finished(&mut self, passed: u32, failed: u32, not_run: usize, ms: u64) {
        // Of one file, its own line says all.
        if passed + failed > 1 || not_run > 0 {
            let text = test_file::total(passed, failed, not_run, ms, self.style);
            self.line(&text);
        }
    }
}
