//! Calls of the host, and the work of a workflow that has a beginning and an end of its own: nested workflows, jobs, test
//! cases.

use super::super::ending::Ending;
use super::super::text::{duration, sanitize, with_args};
use super::Terminal;
use crate::event::{Event, SpanId};
use crate::fault::Fault;

impl Terminal {
    pub(super) fn call(&mut self, span: SpanId, op: &str, fault: Option<&Fault>, ms: u64) {
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

    pub(super) fn workflow_started(&mut self, span: SpanId, workflow: &str, args: &[String]) {
        if self.outermost.is_none() {
            self.outermost = Some(span);
            return;
        }
        let with = if args.is_empty() { "" } else { " with" };
        self.named(
            workflow,
            &with_args(&format!("workflow begins{with}"), args),
        );
    }

    pub(super) fn workflow_finished(
        &mut self,
        span: SpanId,
        workflow: &str,
        fault: Option<&Fault>,
        ms: u64,
    ) {
        // The end of the one that was asked for is the end of the run.
        if self.outermost == Some(span) {
            return;
        }
        let what = match fault {
            None => format!("workflow passed in {}", duration(ms)),
            Some(fault) => format!("workflow {}", self.failed(fault)),
        };
        self.named(workflow, &what);
    }

    pub(super) fn job_started(&mut self, job: u32, title: &str, event: &Event) {
        self.jobs.insert(job, event.mono_us);
        self.named(
            &format!("job {job}"),
            &format!("begins: {}", sanitize(title)),
        );
    }

    pub(super) fn job_finished(
        &mut self,
        job: u32,
        state: &str,
        fault: Option<&Fault>,
        event: &Event,
    ) {
        let began = self.jobs.remove(&job).unwrap_or(event.mono_us);
        let time = duration(event.mono_us.saturating_sub(began) / 1000);
        let what = match fault {
            None => format!("{} after {time}", sanitize(state)),
            Some(fault) => format!("after {time} {}", self.failed(fault)),
        };
        self.named(&format!("job {job}"), &what);
    }

    pub(super) fn case(&mut self, case: &str, fault: Option<&Fault>, ms: u64) {
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
}
