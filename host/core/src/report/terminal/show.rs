//! An arm for each event.

use super::super::style::Verbosity;
use super::super::test_file;
use super::super::text::{duration, sanitize, size};
use super::super::title::title;
use super::Terminal;
use crate::event::{Event, EventKind};

impl Terminal {
    pub(super) fn show(&mut self, event: &Event) {
        match &event.kind {
            EventKind::RunStarted { .. } => self.run_started(event),
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
                self.workflow_started(event.span, workflow, args);
            }
            EventKind::WorkflowFinished {
                workflow,
                fault,
                ms,
            } => self.workflow_finished(event.span, workflow, fault.as_ref(), *ms),
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
            } => self.image_replaced(service, was.as_deref(), image),
            EventKind::Service {
                service,
                state,
                ms,
                exit_code,
            } => self.service(service, *state, *ms, *exit_code),
            EventKind::UpFinished {
                critical_path, ms, ..
            } => self.up(critical_path, *ms),
            EventKind::JobStarted { job, title } => self.job_started(*job, title, event),
            EventKind::JobFinished { job, state, fault } => {
                self.job_finished(*job, state, fault.as_ref(), event);
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
                let command = test_file::command(title, *tries, *passed, *us, self.style);
                self.test_command(file, *line, &command, event);
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
                let failure = failure.as_deref();
                let summary = test_file::summary(failure, *commands, *rewritten, *ms, self.style);
                self.test_file_finished(file, &summary, failure);
            }
            EventKind::TestsFinished {
                passed,
                failed,
                not_run,
                ms,
            } => self.tests_finished(*passed, *failed, not_run.len(), *ms),
            EventKind::PolicyDecided(decision) => self.decided(decision),
            EventKind::Warning { message } => {
                let label = self.style.yellow("warning:");
                self.line(&format!("{label} {}", sanitize(message)));
            }
            EventKind::CleanupStarted { reason } => self.cleanup_started(reason),
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
            EventKind::RunFinished { .. } => self.run_finished(event),
        }
    }
}
