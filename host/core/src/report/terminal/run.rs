//! A run's first and last lines, what was decided for it, and what becomes of what it made.

use super::super::ending::Ending;
use super::super::style::Verbosity;
use super::super::text::{count, duration, sanitize, short_name, with_args};
use super::{Run, Terminal};
use crate::event::{Event, EventKind};
use crate::policy::{Decision, Verdict};

impl Terminal {
    pub(super) fn run_started(&mut self, event: &Event) {
        let EventKind::RunStarted {
            version: _,
            composition,
            project,
            workflow,
            args,
            seed,
            folder,
        } = &event.kind
        else {
            return;
        };
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

    /// What was refused is always shown, the rest to those who want to see all.
    pub(super) fn decided(&mut self, decision: &Decision) {
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

    pub(super) fn cleanup_started(&mut self, reason: &str) {
        self.cleaning = true;
        self.live.clear(&mut self.buffer);
        if reason.starts_with("interrupted") {
            let reason = self.style.yellow(&sanitize(reason));
            self.normal(&format!(
                "{reason}: cleaning up; interrupt again to leave it undone"
            ));
        }
    }

    pub(super) fn cleaned(
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

    pub(super) fn kept(&mut self, project: &str, containers: usize) {
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
    pub(super) fn run_finished(&mut self, event: &Event) {
        let EventKind::RunFinished {
            fault,
            workflow,
            log_tail,
            log_file,
            exit,
            ms,
        } = &event.kind
        else {
            return;
        };
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
