//! While a guest declares its services, only logging, granted variables, files and the catalog answer, so that `list` and
//! `config` never touch an engine.

use std::sync::Arc;

use crate::code::Code;
use crate::fault::Fault;
use crate::perform::{Answer, BoxFuture, Call, Perform, Phase};
use crate::run::Declaring;

pub(super) struct Phased {
    inner: Arc<dyn Perform>,
}

impl Phased {
    pub(super) fn new(inner: Arc<dyn Perform>) -> Self {
        Self { inner }
    }
}

impl Perform for Phased {
    fn perform(&self, call: Call) -> BoxFuture<'_, Answer> {
        if Declaring::answers(&call.operation) || call.caller.phase == Phase::Workflow {
            return self.inner.perform(call);
        }
        let fault = Fault::new(
            Code::Phase,
            format!(
                "`{}` may only log, read variables and files and use the catalog; move other calls into a workflow",
                call.caller.workflow
            ),
        );
        Box::pin(std::future::ready(Err(fault)))
    }
}
