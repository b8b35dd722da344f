//! The report for a person who watches: calm while all goes well, complete when it does not.

use std::collections::HashMap;
use std::io::Write;

use super::ending::Ending;
use super::live::Live;
use super::problems::Problems;
use super::style::{Style, Verbosity};
use super::test_file;
use super::text::{count, duration, exit_code, lines, sanitize, short_name, size, with_args};
use super::title::title;
use crate::event::{Consumer, Event, EventKind, ServiceState, SpanId};
use crate::fault::Fault;
use crate::operation::LogLevel;
use crate::policy::{Decision, Verdict};

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

    /// Every line of a guest's text behind the workflow's name.
    fn guest(&mut self, workflow: &str, text: &str, paint: impl Fn(&str) -> String) {
        let prefix = self.style.dim(&format!("{} |", sanitize(workflow)));
        if text.is_empty() {
            self.normal(&prefix);
        }
        for line in lines(text) {
            self.normal(&format!("{prefix} {}", paint(&line)));
        }
    }

    fn service(&mut self, service: &str, state: ServiceState, ms: Option<u64>, code: Option<i32>) {
        let rare = matches!(state, ServiceState::Created | ServiceState::Removed) || self.cleaning;
        if rare && !self.shows(Verbosity::Verbose) {
            return;
        }
        let after = ms.map_or_else(String::new, |ms| format!(" after {}", duration(ms)));
        let what = match state {
            ServiceState::Created => "created".to_owned(),
            ServiceState::Started => "started".to_owned(),
            ServiceState::Ready => format!("{}{after}", self.style.green("ready")),
            ServiceState::Exited => match code {
                Some(0) => format!("exited with code 0{after}"),
                Some(code) => {
                    let text = format!("exited with code {}", exit_code(code));
                    format!("{}{after}", self.style.yellow(&text))
                }
                None => format!("exited{after}"),
            },
            ServiceState::Stopped => format!("stopped{after}"),
            ServiceState::Killed => format!("killed{after}"),
            ServiceState::Paused => "paused".to_owned(),
            ServiceState::Unpaused => "unpaused".to_owned(),
            ServiceState::Removed => "removed".to_owned(),
        };
        self.named(service, &what);
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

    /// What was refused is always shown, the rest to those who want to see all.
    fn decided(&mut self, decision: &Decision) {
        if !decision.is_refused() && !self.shows(Verbosity::Verbose) {
            return;
        }
        let name = decision.verdict.name();
        let verdict = match decision.verdict {
            Verdict::Granted => name.to_owned(),
            Verdict::Withheld => self.style.yellow(name),
            Verdict::Refused => self.style.red(name),
        };
        let what = [&decision.subject, &decision.capability, &decision.value]
            .map(|part| sanitize(part))
            .join(" ");
        self.named("policy", &format!("{verdict}  {what}"));
    }

    fn failed(&self, fault: &Fault) -> String {
        let first = lines(&fault.message).next().unwrap_or_default();
        format!(
            "{}: {}: {first}",
            self.style.red("failed"),
            sanitize(&fault.code)
        )
    }

    fn show(&mut self, event: &Event) {
        match &event.kind {
            EventKind::RunStarted {
                version: _,
                composition,
                project,
                workflow,
                args,
                seed,
                folder,
            } => {
                let behind = |name: String| match workflow {
                    Some(workflow) => format!("{name} {}", with_args(workflow, args)),
                    None => name,
                };
                self.run = Run {
                    name: behind(short_name(composition, project)),
                    workflow: workflow.clone(),
                    folder: folder.clone(),
                };
                let header = self.style.bold(&behind(sanitize(composition)));
                let facts = format!(
                    "(project {}, run {}, seed {})",
                    sanitize(project),
                    sanitize(&event.run),
                    sanitize(seed)
                );
                self.normal(&format!("{header}  {}", self.style.dim(&facts)));
            }
            EventKind::BuildStarted { folder, language } => {
                self.begin("guest", &format!("building {folder} ({language})"), event);
            }
            EventKind::BuildFinished { ms } => {
                self.finish("guest", &format!("built in {}", duration(*ms)));
            }
            EventKind::CompileStarted { file, bytes } => {
                let text = format!("compiling {file} ({})", size(*bytes));
                self.begin("guest", &text, event);
            }
            EventKind::CompileFinished { ms } => {
                self.finish("guest", &format!("compiled in {}", duration(*ms)));
            }
            EventKind::ComponentLoaded { file, ms } => {
                if self.shows(Verbosity::Verbose) {
                    let text = format!("loaded {} in {}", sanitize(file), duration(*ms));
                    self.line(&format!("guest  {text}"));
                }
            }
            EventKind::WorkflowStarted { workflow, args } => {
                if self.outermost.is_none() {
                    self.outermost = Some(event.span);
                } else {
                    let with = if args.is_empty() { "" } else { " with" };
                    self.named(
                        workflow,
                        &with_args(&format!("workflow begins{with}"), args),
                    );
                }
            }
            EventKind::WorkflowFinished {
                workflow,
                fault,
                ms,
            } => {
                if self.outermost != Some(event.span) {
                    let what = match fault {
                        None => format!("workflow passed in {}", duration(*ms)),
                        Some(fault) => format!("workflow {}", self.failed(fault)),
                    };
                    self.named(workflow, &what);
                }
            }
            EventKind::CallStarted { operation } => {
                if self.shows(Verbosity::Verbose) {
                    self.calls.insert(event.span, title(operation));
                }
            }
            EventKind::CallFinished { op, fault, ms } => {
                self.call(event.span, op, fault.as_ref(), *ms);
            }
            EventKind::GuestOutput { workflow, line, .. } => {
                self.guest(workflow, line, str::to_owned);
            }
            EventKind::GuestLog {
                workflow,
                level,
                message,
            } => self.log(workflow, *level, message),
            EventKind::ImageStarted { image, how } => {
                self.begin(&format!("image {image}"), &format!("{how} begins"), event);
            }
            EventKind::ImageProgress { image, text } => {
                self.progress(&format!("image {image}"), text, event);
            }
            EventKind::ImageReady { image, ms, .. } => {
                let text = format!("ready after {}", duration(*ms));
                self.finish(&format!("image {image}"), &text);
            }
            EventKind::ImageReplaced {
                service,
                was,
                image,
            } => {
                let was = was.as_deref().unwrap_or("the one that would be built");
                let what = format!("image {} in place of {}", sanitize(image), sanitize(was));
                self.named(service, &what);
            }
            EventKind::Service {
                service,
                state,
                ms,
                exit_code,
            } => self.service(service, *state, *ms, *exit_code),
            EventKind::UpFinished {
                critical_path, ms, ..
            } => {
                let steps = critical_path.iter();
                let steps =
                    steps.map(|step| format!("{} {}", sanitize(&step.service), duration(step.ms)));
                let path = steps.collect::<Vec<_>>().join(", then ");
                let text = format!("up in {}; waited for {path}", duration(*ms));
                self.normal(&format!("  {}", self.style.dim(&text)));
            }
            EventKind::JobStarted { job, title } => {
                self.jobs.insert(*job, event.mono_us);
                self.named(
                    &format!("job {job}"),
                    &format!("begins: {}", sanitize(title)),
                );
            }
            EventKind::JobFinished { job, state, fault } => {
                let began = self.jobs.remove(job).unwrap_or(event.mono_us);
                let time = duration(event.mono_us.saturating_sub(began) / 1000);
                let what = match fault {
                    None => format!("{} after {time}", sanitize(state)),
                    Some(fault) => format!("after {time} {}", self.failed(fault)),
                };
                self.named(&format!("job {job}"), &what);
            }
            EventKind::CaseStarted { case, .. } => self.named(case, "test case begins"),
            EventKind::CaseFinished {
                case, fault, ms, ..
            } => self.case(case, fault.as_ref(), *ms),
            EventKind::TestsStarted { .. } => {}
            EventKind::TestFileStarted { file } => self.progress(file, "running", event),
            EventKind::TestCommand {
                file,
                line,
                title,
                tries,
                passed,
                us,
            } => {
                self.progress(file, &format!("line {line}"), event);
                if self.shows(Verbosity::Verbose) {
                    let text = test_file::command(title, *tries, *passed, *us, self.style);
                    self.line(&format!("  {}:{line}  {text}", sanitize(file)));
                }
            }
            EventKind::TestOutput { file, text, .. } => {
                if self.shows(Verbosity::Verbose) {
                    self.guest(file, text, str::to_owned);
                }
            }
            EventKind::TestFileFinished {
                file,
                failure,
                commands,
                rewritten,
                ms,
            } => {
                self.live.remove(file, &mut self.buffer);
                let summary =
                    test_file::summary(failure.as_deref(), *commands, *rewritten, *ms, self.style);
                match failure {
                    None => self.named(file, &summary),
                    Some(failure) => {
                        // A failure is shown also when all else is quiet.
                        self.line(&format!("  {}  {summary}", sanitize(file)));
                        let in_run = !self.run.folder.is_empty();
                        for line in test_file::failure(failure, in_run, self.style) {
                            self.line(&line);
                        }
                    }
                }
            }
            EventKind::TestsFinished {
                passed,
                failed,
                not_run,
                ms,
            } => {
                // Of one file, its own line says all.
                if *passed + *failed > 1 || !not_run.is_empty() {
                    let text = test_file::total(*passed, *failed, not_run.len(), *ms, self.style);
                    self.line(&text);
                }
            }
            EventKind::PolicyDecided(decision) => self.decided(decision),
            EventKind::Warning { message } => {
                let label = self.style.yellow("warning:");
                self.line(&format!("{label} {}", sanitize(message)));
            }
            EventKind::CleanupStarted { reason } => {
                self.cleaning = true;
                self.live.clear(&mut self.buffer);
                if reason.starts_with("interrupted") {
                    let reason = self.style.yellow(&sanitize(reason));
                    self.normal(&format!(
                        "{reason}: cleaning up; interrupt again to leave it undone"
                    ));
                }
            }
            EventKind::CleanupFinished {
                containers,
                networks,
                volumes,
                problems,
                ms,
            } => self.cleaned(*containers, *networks, *volumes, problems, *ms),
            EventKind::Kept {
                project,
                containers,
            } => self.kept(project, *containers),
            EventKind::RunFinished {
                fault,
                workflow,
                log_tail,
                log_file,
                exit,
                ms,
            } => {
                self.live.clear(&mut self.buffer);
                let ending = Ending {
                    name: &self.run.name,
                    asked: self.run.workflow.as_deref(),
                    workflow: workflow.as_deref(),
                    fault: fault.as_ref(),
                    log_tail,
                    log_file: log_file.as_deref(),
                    folder: &self.run.folder,
                    exit: *exit,
                    ms: *ms,
                };
                for line in ending.lines(self.style) {
                    self.line(&line);
                }
            }
        }
    }

    fn case(&mut self, case: &str, fault: Option<&Fault>, ms: u64) {
        let time = duration(ms);
        let Some(fault) = fault else {
            let passed = self.style.green("passed");
            self.named(case, &format!("test case {passed} in {time}"));
            return;
        };
        // The run's own ending names the failed cases only, so that all of it is shown here, also when all else is quiet.
        let failed = self.style.red("failed");
        self.line(&format!(
            "  {}  test case {failed} in {time}",
            sanitize(case)
        ));
        let ending = Ending {
            folder: &self.run.folder,
            ..Ending::default()
        };
        for line in ending.fault(fault, self.style) {
            self.line(&format!("  {line}"));
        }
    }

    fn call(&mut self, span: SpanId, op: &str, fault: Option<&Fault>, ms: u64) {
        let Some(title) = self.calls.remove(&span) else {
            return;
        };
        // What was logged is a line of its own.
        if op == "log" {
            return;
        }
        let what = match fault {
            None => duration(ms),
            Some(fault) => format!("after {} {}", duration(ms), self.failed(fault)),
        };
        self.line(&format!(
            "  {} {what}",
            self.style.dim(&format!("{title} …"))
        ));
    }

    fn log(&mut self, workflow: &str, level: LogLevel, message: &str) {
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

    fn cleaned(
        &mut self,
        containers: usize,
        networks: usize,
        volumes: usize,
        problems: &[String],
        ms: u64,
    ) {
        let parts: Vec<_> = [
            (containers, "container"),
            (networks, "network"),
            (volumes, "volume"),
        ]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, noun)| count(number, noun))
        .collect();
        if !parts.is_empty() {
            let text = format!("removed {} in {}", parts.join(", "), duration(ms));
            self.normal(&self.style.dim(&text));
        }
        // What is left behind is a failure, so it is told even when all else is quiet.
        for problem in problems {
            let label = self.style.red("left behind:");
            self.line(&format!("{label} {}", sanitize(problem)));
        }
    }

    fn kept(&mut self, project: &str, containers: usize) {
        let project = sanitize(project);
        self.line(&format!(
            "kept {} of project {project}",
            count(containers, "container"),
        ));
        self.line(&format!("  to look    mzhost ps --project-name {project}"));
        self.line(&format!(
            "  logs       mzhost logs --project-name {project}"
        ));
        self.line(&format!(
            "  to remove  mzhost down -v --project-name {project}"
        ));
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
