//! The named test cases of one workflow.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use super::setup::millis;
use crate::code::Code;
use crate::event::{EventKind, Events, SpanId};
use crate::fault::Fault;
use crate::operation::CaseEnd;
use crate::perform::Caller;

/// Characters of a name.
const LONGEST_NAME: usize = 200;
/// Names of failed cases in the workflow's error; the fact `cases` has all.
const SHOWN_NAMES: usize = 10;

/// The test cases of one workflow, by number.
#[derive(Default)]
pub(super) struct Cases {
    open: BTreeMap<u32, Open>,
    names: BTreeSet<String>,
    failed: Vec<String>,
}

/// A test case that is not over.
struct Open {
    name: String,
    workflow: String,
    span: SpanId,
    parent: SpanId,
    begun: Instant,
}

impl Cases {
    /// Begins a test case; `most` is how many a workflow may have.
    pub(super) fn start(
        &mut self,
        events: &Events,
        caller: &Caller,
        number: u32,
        name: String,
        most: usize,
    ) -> Result<(), Fault> {
        if name.trim().is_empty()
            || name.chars().count() > LONGEST_NAME
            || name.chars().any(char::is_control)
        {
            return Err(Fault::new(
                Code::ArgumentInvalid,
                format!(
                    "the name of a test case has 1 to {LONGEST_NAME} characters and no control characters"
                ),
            ));
        }
        if self.names.len() >= most {
            return Err(Fault::new(
                Code::LimitInput,
                format!("the workflow has had {most} test cases, which is the limit"),
            ));
        }
        if !self.names.insert(name.clone()) {
            return Err(Fault::new(
                Code::ArgumentInvalid,
                format!("this workflow has had a test case {name:?}; give each a name of its own"),
            ));
        }
        let open = Open {
            name,
            workflow: caller.workflow.clone(),
            span: events.span(),
            parent: caller.span,
            begun: Instant::now(),
        };
        events.tell_in(
            open.span,
            Some(open.parent),
            EventKind::CaseStarted {
                workflow: open.workflow.clone(),
                case: open.name.clone(),
            },
        );
        self.open.insert(number, open);
        Ok(())
    }

    /// Ends a test case. Dropping one that is over is no error.
    pub(super) fn finish(
        &mut self,
        events: &Events,
        number: u32,
        end: CaseEnd,
    ) -> Result<(), Fault> {
        let Some(open) = self.open.remove(&number) else {
            return match end {
                CaseEnd::Dropped => Ok(()),
                CaseEnd::Passed | CaseEnd::Failed(_) => Err(Fault::new(
                    Code::ArgumentInvalid,
                    "the test case is over; it passes or fails once",
                )),
            };
        };
        let fault = match end {
            CaseEnd::Passed => None,
            CaseEnd::Failed(fault) => Some(fault),
            CaseEnd::Dropped => Some(unended(&open.name, "it was dropped")),
        };
        self.told(events, open, fault);
        Ok(())
    }

    /// Ends what is open. The fault names the cases that failed.
    pub(super) fn end(mut self, events: &Events) -> Option<Fault> {
        for (_, open) in std::mem::take(&mut self.open) {
            let fault = unended(&open.name, "its workflow ended");
            self.told(events, open, Some(fault));
        }
        let shown = self.failed.iter().take(SHOWN_NAMES).cloned();
        let shown = shown.collect::<Vec<_>>().join(", ");
        let more = match self.failed.len().saturating_sub(SHOWN_NAMES) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let (failed, all) = (self.failed.len(), self.names.len());
        let noun = if all == 1 { "case" } else { "cases" };
        (failed > 0).then(|| {
            Fault::new(
                Code::TestFailed,
                format!("{failed} of {all} test {noun} failed: {shown}{more}"),
            )
            .detail("cases", self.failed.join("\n"))
        })
    }

    fn told(&mut self, events: &Events, open: Open, fault: Option<Fault>) {
        if fault.is_some() {
            self.failed.push(open.name.clone());
        }
        events.tell_in(
            open.span,
            Some(open.parent),
            EventKind::CaseFinished {
                workflow: open.workflow,
                case: open.name,
                fault,
                ms: millis(open.begun.elapsed()),
            },
        );
    }
}

fn unended(name: &str, what: &str) -> Fault {
    Fault::new(
        Code::TestFailed,
        format!("the test case {name:?} neither passed nor failed: {what}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::perform::Phase;

    fn start(cases: &mut Cases, number: u32, name: &str) -> Result<(), Fault> {
        let caller = Caller {
            span: SpanId(1),
            workflow: "default".into(),
            phase: Phase::Workflow,
            depth: 0,
        };
        let events = Events::new("run", vec![]);
        cases.start(&events, &caller, number, name.into(), 20)
    }

    fn finish(cases: &mut Cases, number: u32, end: CaseEnd) -> Result<(), Fault> {
        cases.finish(&Events::new("run", vec![]), number, end)
    }

    fn end(cases: Cases) -> Option<Fault> {
        cases.end(&Events::new("run", vec![]))
    }

    #[test]
    fn failed_dropped_and_open_cases_fail_the_workflow() {
        let mut cases = Cases::default();
        for (number, name) in [(1, "good"), (2, "bad"), (3, "dropped"), (4, "open")] {
            start(&mut cases, number, name).unwrap();
        }
        finish(&mut cases, 1, CaseEnd::Passed).unwrap();
        finish(&mut cases, 1, CaseEnd::Dropped).unwrap();
        let reason = Fault::new(Code::SqlError, "no table");
        finish(&mut cases, 2, CaseEnd::Failed(reason)).unwrap();
        finish(&mut cases, 3, CaseEnd::Dropped).unwrap();
        let again = finish(&mut cases, 3, CaseEnd::Passed).unwrap_err();
        assert!(again.is(Code::ArgumentInvalid));
        let fault = end(cases).unwrap();
        assert!(fault.is(Code::TestFailed));
        assert_eq!(
            fault.message,
            "3 of 4 test cases failed: bad, dropped, open"
        );
    }

    #[test]
    fn cases_that_passed_and_none_at_all_are_no_failure() {
        let mut cases = Cases::default();
        start(&mut cases, 1, "good").unwrap();
        finish(&mut cases, 1, CaseEnd::Passed).unwrap();
        assert_eq!(end(cases), None);
        assert_eq!(end(Cases::default()), None);
    }

    #[test]
    fn many_failures_are_counted_and_all_are_in_the_facts() {
        let mut cases = Cases::default();
        for number in 0..20 {
            start(&mut cases, number, &format!("case {number}")).unwrap();
        }
        let over = start(&mut cases, 20, "one too many").unwrap_err();
        assert!(over.is(Code::LimitInput));
        let fault = end(cases).unwrap();
        assert!(
            fault.message.ends_with("case 9 and 10 more"),
            "{}",
            fault.message
        );
        assert!(fault.get("cases").unwrap().ends_with("case 18\ncase 19"));
    }

    #[test]
    fn names_are_checked() {
        let mut cases = Cases::default();
        start(&mut cases, 1, "x").unwrap();
        for wrong in ["", "  ", "a\nb", "x", &"y".repeat(201)] {
            let fault = start(&mut cases, 2, wrong).unwrap_err();
            assert!(fault.is(Code::ArgumentInvalid), "{wrong:?}");
        }
    }
}
