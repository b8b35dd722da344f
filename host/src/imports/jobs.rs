//! `mzhost:composition/jobs`.

use mzhost_core::code::Code;
use mzhost_core::fault::Fault;
use mzhost_core::operation::{
    JobOutcome, JobWork, Operation, Reply, SqlTarget, TestInput, TestLanguage,
};
use wasmtime::component::Resource;

use super::Bridge;
use super::bridge::unexpected;
use super::testdrive::test_files;
use crate::bindings::mzhost::composition::jobs;
use crate::bindings::mzhost::composition::types::{
    Error, ExecOptions, SqlTarget as WitTarget, Variable,
};

/// The host's side of `jobs.job`. Its number is the resource's representation.
#[expect(
    unreachable_pub,
    reason = "the bindings re-export it, in a module that is private itself"
)]
pub enum Job {}

impl From<JobOutcome> for jobs::Outcome {
    fn from(outcome: JobOutcome) -> Self {
        Self {
            state: outcome.state.as_str().to_owned(),
            error: outcome.error.map(Error::from),
            output: outcome.output.into(),
        }
    }
}

impl Bridge {
    async fn job(&mut self, work: JobWork) -> Result<Resource<Job>, Error> {
        match self.ask(Operation::JobStart { work }).await? {
            Reply::Job(number) => Ok(Resource::new_own(number)),
            other => Err(unexpected(&other)),
        }
    }

    async fn outcome(&mut self, operation: Operation) -> Result<Option<jobs::Outcome>, Error> {
        match self.ask(operation).await? {
            Reply::Outcome(outcome) => Ok(outcome.map(jobs::Outcome::from)),
            other => Err(unexpected(&other)),
        }
    }

    async fn ended(&mut self, operation: Operation) -> Result<jobs::Outcome, Error> {
        self.outcome(operation).await?.ok_or_else(|| {
            Fault::new(Code::Internal, "a job that had to be over has no outcome").into()
        })
    }
}

impl jobs::Host for Bridge {
    async fn exec(
        &mut self,
        service: String,
        command: Vec<String>,
        options: ExecOptions,
    ) -> Result<Resource<Job>, Error> {
        self.job(JobWork::Exec {
            service,
            command,
            options: options.into(),
        })
        .await
    }

    async fn sql(
        &mut self,
        target: WitTarget,
        statements: Vec<String>,
    ) -> Result<Resource<Job>, Error> {
        let target = SqlTarget::try_from(target)?;
        self.job(JobWork::Sql { target, statements }).await
    }

    async fn workflow(&mut self, name: String, args: Vec<String>) -> Result<Resource<Job>, Error> {
        self.job(JobWork::Workflow { name, args }).await
    }

    async fn testdrive_files(
        &mut self,
        globs: Vec<String>,
        options: Vec<Variable>,
    ) -> Result<Resource<Job>, Error> {
        let files = test_files(TestLanguage::Testdrive, TestInput::Globs(globs), options);
        self.job(JobWork::TestFiles(files)).await
    }

    async fn sqllogictest_files(
        &mut self,
        globs: Vec<String>,
        options: Vec<Variable>,
    ) -> Result<Resource<Job>, Error> {
        let files = test_files(TestLanguage::Sqllogictest, TestInput::Globs(globs), options);
        self.job(JobWork::TestFiles(files)).await
    }
}

impl jobs::HostJob for Bridge {
    async fn poll(&mut self, job: Resource<Job>) -> Result<Option<jobs::Outcome>, Error> {
        self.outcome(Operation::JobPoll { job: job.rep() }).await
    }

    async fn wait(&mut self, job: Resource<Job>, timeout_ms: u32) -> Result<jobs::Outcome, Error> {
        self.ended(Operation::JobWait {
            job: job.rep(),
            timeout_ms,
        })
        .await
    }

    async fn cancel(&mut self, job: Resource<Job>) -> Result<jobs::Outcome, Error> {
        self.ended(Operation::JobCancel { job: job.rep() }).await
    }

    async fn drop(&mut self, _job: Resource<Job>) -> wasmtime::Result<()> {
        // A job ends with its workflow, not with its handle.
        Ok(())
    }
}
