//! The report for a person who watches: calm while all goes well, complete when it does not.
//!
//! [`show`] has an arm for each event; what an event looks like is in the file of its family.

mod calls;
mod guest;
mod run;
mod services;
mod show;
mod tests;

use std::collections::HashMap;
use std::io::Write;

use super::live::Live;
use super::problems::Problems;
use super::style::{Style, Verbosity};
use super::text::{lines, sanitize};
use crate::event::{Consumer, Event, SpanId};
use crate::fault::Fault;

/// Columns for names, so that most runs are aligned from the first line on.
const NARROWEST_NAME: usize = 8;
const WIDEST_NAME: usize = 24;

/// Writes the report for people.
pub struct Terminal {
    /// None after an error.
    out: Option<Box<dyn Write + Send>>,
    style: Style,
    problems: Problems,
    /// What will be written for the event at hand.
    buffer: String,
    run: Run,
    live: Live,
    /// Width of the column of names.
    names: usize,
    /// Titles of open calls.
    calls: HashMap<SpanId, String>,
    /// When a job began, in microseconds.
    jobs: HashMap<u32, u64>,
    /// The workflow that was asked for; others are nested or jobs.
    outermost: Option<SpanId>,
    cleaning: bool,
}

/// What the first event told.
#[derive(Default)]
struct Run {
    /// Short name with workflow and arguments.
    name: String,
    workflow: Option<String>,
    folder: String,
}

impl Terminal {
    /// Writes to `out`.
    pub fn new(out: Box<dyn Write + Send>, style: Style, problems: Problems) -> Self {
        Self {
            out: Some(out),
            style,
            problems,
            buffer: String::new(),
            run: Run::default(),
            live: Live::default(),
            names: NARROWEST_NAME,
            calls: HashMap::new(),
            jobs: HashMap::new(),
            outermost: None,
            cleaning: false,
        }
    }

    fn shows(&self, verbosity: Verbosity) -> bool {
        self.style.verbosity >= verbosity
    }

    /// A line that stays.
    fn line(&mut self, line: &str) {
        self.live.erase(&mut self.buffer);
        self.buffer.push_str(line);
        self.buffer.push('\n');
    }

    fn normal(&mut self, line: &str) {
        if self.shows(Verbosity::Normal) {
            self.line(line);
        }
    }

    /// A line about a service, a job or a nested workflow, with its name in a column.
    fn named(&mut self, name: &str, what: &str) {
        let name = sanitize(name);
        self.names = self.names.max(name.chars().count().min(WIDEST_NAME));
        let width = self.names;
        self.normal(&format!("  {name:width$}  {what}"));
    }

    /// Something begins that takes its time: a line, or a part of the line that is updated.
    fn begin(&mut self, name: &str, text: &str, event: &Event) {
        if self.style.tty {
            self.progress(name, text, event);
        } else {
            self.normal(&format!("{}  {}", sanitize(name), sanitize(text)));
        }
    }

    fn progress(&mut self, name: &str, text: &str, event: &Event) {
        if self.style.tty && self.shows(Verbosity::Normal) {
            self.live.set(name, text, event.mono_us, &mut self.buffer);
        }
    }

    fn finish(&mut self, name: &str, text: &str) {
        self.live.remove(name, &mut self.buffer);
        self.normal(&format!("{}  {text}", sanitize(name)));
    }

    fn failed(&self, fault: &Fault) -> String {
        let first = lines(&fault.message).next().unwrap_or_default();
        format!(
            "{}: {}: {first}",
            self.style.red("failed"),
            sanitize(&fault.code)
        )
    }
}

impl Consumer for Terminal {
    fn consume(&mut self, event: &Event) {
        self.buffer.clear();
        self.show(event);
        self.live.draw(self.style, &mut self.buffer);
        let Some(out) = &mut self.out else { return };
        if self.buffer.is_empty() {
            return;
        }
        let written = out
            .write_all(self.buffer.as_bytes())
            .and_then(|()| out.flush());
        if let Err(error) = written {
            self.out = None;
            self.problems
                .add(format!("cannot write to the terminal: {error}"));
        }
    }
}
