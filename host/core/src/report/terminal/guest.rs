//! What a guest says.

use super::super::style::Verbosity;
use super::super::text::{lines, sanitize};
use super::Terminal;
use crate::operation::LogLevel;

impl Terminal {
    /// Every line of a guest's text behind the workflow's name.
    pub(super) fn guest(&mut self, workflow: &str, text: &str, paint: impl Fn(&str) -> String) {
        let prefix = self.style.dim(&format!("{} |", sanitize(workflow)));
        if text.is_empty() {
            self.normal(&prefix);
        }
        for line in lines(text) {
            self.normal(&format!("{prefix} {}", paint(&line)));
        }
    }

    pub(super) fn log(&mut self, workflow: &str, level: LogLevel, message: &str) {
        let style = self.style;
        match level {
            LogLevel::Debug if !self.shows(Verbosity::Verbose) => {}
            LogLevel::Debug => self.guest(workflow, message, |line| style.dim(line)),
            LogLevel::Info => self.guest(workflow, message, str::to_owned),
            LogLevel::Warn => {
                self.guest(workflow, &format!("warning: {message}"), |line| {
                    style.yellow(line)
                });
            }
            LogLevel::Error => {
                self.guest(workflow, &format!("error: {message}"), |line| {
                    style.red(line)
                });
            }
        }
    }
}
