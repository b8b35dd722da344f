//! JUnit XML for continuous integration: a suite for the composition, a case for each workflow that ran,
//! nested ones and jobs too, and for each of their test cases and test files. Written as a whole when the run ends.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::last_lines::LastLines;
use super::problems::Problems;
use super::style::Style;
use super::test_file;
use super::text::with_args;
use super::xml::Xml;
use crate::event::{Consumer, Event, EventKind, SpanId, Stream, TestFailure};
use crate::fault::Fault;
use crate::operation::LogLevel;

/// Bytes of one fact in a failure; the last ones.
const DETAIL_LIMIT: usize = 64 * 1024;

/// Collects a run and writes it to a file.
pub struct JUnit {
    path: PathBuf,
    problems: Problems,
    suite: Suite,
    cases: Vec<Case>,
}

#[derive(Default)]
struct Suite {
    composition: String,
    workflow: Option<String>,
    args: Vec<String>,
    timestamp: String,
    properties: Vec<(&'static str, String)>,
}

struct Case {
    span: SpanId,
    workflow: String,
    name: String,
    ended: bool,
    ms: u64,
    fault: Option<Fault>,
    /// Log lines of the service concerned and where the rest is.
    log: String,
    stdout: LastLines,
    stderr: LastLines,
}

impl JUnit {
    /// Writes to the file `path` when the run ends; the file is replaced as a whole.
    pub fn new(path: PathBuf, problems: Problems) -> Self {
        Self {
            path,
            problems,
            suite: Suite::default(),
            cases: Vec::new(),
        }
    }

    fn case(&mut self, span: SpanId, workflow: &str) -> Option<&mut Case> {
        let at = self
            .cases
            .iter()
            .rposition(|case| case.span == span)
            .or_else(|| {
                let open = |case: &Case| !case.ended && case.workflow == workflow;
                self.cases.iter().rposition(open)
            })?;
        self.cases.get_mut(at)
    }

    fn begin(&mut self, span: SpanId, workflow: &str, args: &[String]) {
        self.cases.push(Case {
            span,
            workflow: workflow.to_owned(),
            name: with_args(workflow, args),
            ended: false,
            ms: 0,
            fault: None,
            log: String::new(),
            stdout: LastLines::default(),
            stderr: LastLines::default(),
        });
    }

    /// Gives the run's fault to the case that it belongs to, and makes one if there is none.
    fn end(&mut self, kind: &EventKind) {
        let EventKind::RunFinished {
            fault,
            workflow,
            log_tail,
            log_file,
            ms,
            ..
        } = kind
        else {
            return;
        };
        if let Some(fault) = fault {
            let asked = self.suite.workflow.clone();
            let name = workflow.clone().or(asked);
            let named = |case: &Case| name.as_ref().is_none_or(|name| case.workflow == *name);
            let failing = |case: &Case| named(case) && (case.fault.is_some() || !case.ended);
            if !self.cases.iter().any(failing) {
                let args = std::mem::take(&mut self.suite.args);
                self.begin(SpanId::RUN, name.as_deref().unwrap_or("run"), &args);
            }
            if let Some(case) = self.cases.iter_mut().find(|case| failing(case)) {
                case.fault.get_or_insert_with(|| fault.clone());
                case.log = log_text(log_tail, log_file.as_deref());
            }
            // What was still open was ended by it.
            for case in self.cases.iter_mut().filter(|case| !case.ended) {
                case.fault.get_or_insert_with(|| fault.clone());
                case.ms = *ms;
            }
        }
        self.write(*ms);
    }

    fn write(&self, ms: u64) {
        if let Err(error) = write_whole(&self.path, &self.document(ms)) {
            let path = self.path.display();
            self.problems
                .add(format!("cannot write the JUnit report {path}: {error}"));
        }
    }

    fn test_case(&mut self, name: String, fault: Option<Fault>, ms: u64) {
        self.cases.push(Case {
            span: SpanId::RUN,
            workflow: String::new(),
            name,
            ended: true,
            ms,
            fault,
            log: String::new(),
            stdout: LastLines::default(),
            stderr: LastLines::default(),
        });
    }

    fn test_file(&mut self, file: &str, failure: Option<&TestFailure>, ms: u64) {
        let fault = failure.map(|failure| Fault {
            code: failure.code.clone(),
            message: failure.message.clone(),
            service: None,
            details: Vec::new(),
        });
        let in_run = self.suite.workflow.is_some();
        let lines = failure.map(|failure| test_file::failure(failure, in_run, Style::default()));
        self.test_case(file.to_owned(), fault, ms);
        if let (Some(case), Some(lines)) = (self.cases.last_mut(), lines) {
            case.log = lines.join("\n");
        }
    }

    fn document(&self, ms: u64) -> String {
        let suite = &self.suite;
        let tests = self.cases.len().to_string();
        let failed = self.cases.iter().filter(|case| case.fault.is_some());
        let failures = failed.count().to_string();
        let time = seconds(ms);
        let counts = [
            ("tests", tests.as_str()),
            ("failures", failures.as_str()),
            ("errors", "0"),
            ("time", time.as_str()),
        ];
        let mut xml = Xml::new();
        xml.open("testsuites", &[&[("name", "mzhost")], &counts[..]].concat());
        let named = [
            ("name", suite.composition.as_str()),
            ("timestamp", suite.timestamp.as_str()),
        ];
        xml.open("testsuite", &[&named[..], &counts[..]].concat());
        xml.open("properties", &[]);
        for (name, value) in &suite.properties {
            xml.element("property", &[("name", name), ("value", value)], "");
        }
        xml.close();
        for case in &self.cases {
            case.write(&suite.composition, &mut xml);
        }
        xml.finish()
    }
}

impl Case {
    fn write(&self, composition: &str, xml: &mut Xml) {
        let time = seconds(self.ms);
        let attributes = [
            ("classname", composition),
            ("name", self.name.as_str()),
            ("time", time.as_str()),
        ];
        xml.open("testcase", &attributes);
        if let Some(fault) = &self.fault {
            let kind = [
                ("type", fault.code.as_str()),
                ("message", fault.message.as_str()),
            ];
            xml.element("failure", &kind, &(failure_text(fault) + &self.log));
        }
        for (name, output) in [("system-out", &self.stdout), ("system-err", &self.stderr)] {
            let text = output.text();
            if !text.is_empty() {
                xml.element(name, &[], &text);
            }
        }
        xml.close();
    }
}

impl Consumer for JUnit {
    fn consume(&mut self, event: &Event) {
        match &event.kind {
            EventKind::RunStarted {
                version,
                composition,
                project,
                workflow,
                args,
                seed,
                folder,
            } => {
                self.suite = Suite {
                    composition: composition.clone(),
                    workflow: workflow.clone(),
                    args: args.clone(),
                    timestamp: event.time.clone(),
                    properties: vec![
                        ("mzhost", version.clone()),
                        ("project", project.clone()),
                        ("run", event.run.clone()),
                        ("seed", seed.clone()),
                        ("folder", folder.clone()),
                    ],
                };
            }
            EventKind::WorkflowStarted { workflow, args } => {
                self.begin(event.span, workflow, args);
            }
            EventKind::WorkflowFinished {
                workflow,
                fault,
                ms,
            } => {
                if let Some(case) = self.case(event.span, workflow) {
                    case.ended = true;
                    case.ms = *ms;
                    case.fault.clone_from(fault);
                }
            }
            EventKind::GuestOutput {
                workflow,
                stream,
                line,
            } => {
                if let Some(case) = self.case(event.span, workflow) {
                    match stream {
                        Stream::Stdout => case.stdout.push(line.clone()),
                        Stream::Stderr => case.stderr.push(line.clone()),
                    }
                }
            }
            EventKind::GuestLog {
                workflow,
                level,
                message,
            } => {
                let level = match level {
                    LogLevel::Debug => "debug",
                    LogLevel::Info => "info",
                    LogLevel::Warn => "warning",
                    LogLevel::Error => "error",
                };
                if let Some(case) = self.case(event.span, workflow) {
                    case.stdout.push(format!("{level}: {message}"));
                }
            }
            EventKind::CaseFinished {
                workflow,
                case,
                fault,
                ms,
            } => self.test_case(format!("{workflow}: {case}"), fault.clone(), *ms),
            EventKind::TestsStarted { .. } if self.suite.timestamp.is_empty() => {
                "test files".clone_into(&mut self.suite.composition);
                self.suite.timestamp.clone_from(&event.time);
            }
            EventKind::TestFileFinished {
                file, failure, ms, ..
            } => self.test_file(file, failure.as_deref(), *ms),
            EventKind::TestsFinished { ms, .. } if self.suite.workflow.is_none() => {
                self.write(*ms);
            }
            kind @ EventKind::RunFinished { .. } => self.end(kind),
            _ => {}
        }
    }
}

fn failure_text(fault: &Fault) -> String {
    let mut text = format!("{}: {}\n", fault.code, fault.message);
    if let Some(service) = &fault.service {
        let _ = writeln!(text, "service: {service}");
    }
    for detail in &fault.details {
        let value = last_bytes(&detail.value, DETAIL_LIMIT);
        let gap = if value.contains('\n') { "\n" } else { " " };
        let _ = writeln!(text, "{}:{gap}{}", detail.key, value.trim_end());
    }
    text
}

fn log_text(tail: &[String], file: Option<&str>) -> String {
    let mut text = String::new();
    if !tail.is_empty() {
        text = format!("last log lines:\n{}\n", tail.join("\n"));
    }
    if let Some(file) = file {
        let _ = writeln!(text, "full log: {file}");
    }
    text
}

/// The end of a text that is too long.
fn last_bytes(text: &str, limit: usize) -> &str {
    let mut start = text.len().saturating_sub(limit);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..).unwrap_or(text)
}

fn seconds(ms: u64) -> String {
    format!("{}.{:03}", ms / 1000, ms % 1000)
}

/// Replaces a file at once, so that nobody reads half of it.
fn write_whole(path: &Path, text: &str) -> std::io::Result<()> {
    let mut aside = path.as_os_str().to_owned();
    aside.push(format!(".{}.new", std::process::id()));
    let aside = PathBuf::from(aside);
    fs::write(&aside, text)
        .and_then(|()| fs::rename(&aside, path))
        .inspect_err(|_| {
            let _ = fs::remove_file(&aside);
        })
}
