//! `mzhost:composition/tests`.

use mzhost_core::fault::Fault;
use mzhost_core::operation::{CaseEnd, Operation, Reply};
use wasmtime::component::Resource;

use super::Bridge;
use super::bridge::unexpected;
use crate::bindings::mzhost::composition::tests;
use crate::bindings::mzhost::composition::types::Error;

/// The host's side of `tests.test-case`. Its number is the resource's representation.
#[expect(
    unreachable_pub,
    reason = "the bindings re-export it, in a module that is private itself"
)]
pub enum TestCase {}

impl tests::Host for Bridge {
    async fn start_case(&mut self, name: String) -> Result<Resource<TestCase>, Error> {
        match self.ask(Operation::CaseStart { name }).await? {
            Reply::Case(number) => Ok(Resource::new_own(number)),
            other => Err(unexpected(&other)),
        }
    }
}

impl tests::HostTestCase for Bridge {
    async fn passed(&mut self, case: Resource<TestCase>) -> Result<(), Error> {
        let (case, end) = (case.rep(), CaseEnd::Passed);
        self.unit(Operation::CaseEnd { case, end }).await
    }

    async fn failed(&mut self, case: Resource<TestCase>, error: Error) -> Result<(), Error> {
        let (case, end) = (case.rep(), CaseEnd::Failed(Fault::from(error)));
        self.unit(Operation::CaseEnd { case, end }).await
    }

    async fn drop(&mut self, case: Resource<TestCase>) -> wasmtime::Result<()> {
        let (case, end) = (case.rep(), CaseEnd::Dropped);
        // WIT has no error here, and a case that is over may be dropped.
        let _ = self.ask(Operation::CaseEnd { case, end }).await;
        Ok(())
    }
}
