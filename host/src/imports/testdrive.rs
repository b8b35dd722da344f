//! `mzhost:composition/testdrive`.

use mzhost_core::operation::{
    Operation, Reply, TestFiles, TestInput, TestLanguage, TestOption, TestSummary,
};

use super::Bridge;
use super::bridge::unexpected;
use crate::bindings::mzhost::composition::testdrive;
use crate::bindings::mzhost::composition::types::{Error, Variable};

impl From<TestSummary> for testdrive::Summary {
    fn from(summary: TestSummary) -> Self {
        let TestSummary {
            files,
            commands,
            rewritten,
            ms,
        } = summary;
        Self {
            files,
            commands,
            rewritten,
            ms,
        }
    }
}

/// Test files with the options of a guest.
pub(super) fn test_files(
    language: TestLanguage,
    input: TestInput,
    options: Vec<Variable>,
) -> TestFiles {
    let options = options.into_iter();
    TestFiles {
        language,
        input,
        options: options
            .map(|Variable { name, value }| TestOption { name, value })
            .collect(),
    }
}

impl Bridge {
    async fn tested(
        &mut self,
        language: TestLanguage,
        input: TestInput,
        options: Vec<Variable>,
    ) -> Result<testdrive::Summary, Error> {
        let files = test_files(language, input, options);
        match self.ask(Operation::TestFiles(files)).await? {
            Reply::Tested(summary) => Ok(summary.into()),
            other => Err(unexpected(&other)),
        }
    }
}

impl testdrive::Host for Bridge {
    async fn run_testdrive_files(
        &mut self,
        globs: Vec<String>,
        options: Vec<Variable>,
    ) -> Result<testdrive::Summary, Error> {
        let input = TestInput::Globs(globs);
        self.tested(TestLanguage::Testdrive, input, options).await
    }

    async fn run_testdrive_source(
        &mut self,
        name: String,
        source: String,
        options: Vec<Variable>,
    ) -> Result<testdrive::Summary, Error> {
        let input = TestInput::Source { name, text: source };
        self.tested(TestLanguage::Testdrive, input, options).await
    }

    async fn run_sqllogictest_files(
        &mut self,
        globs: Vec<String>,
        options: Vec<Variable>,
    ) -> Result<testdrive::Summary, Error> {
        let input = TestInput::Globs(globs);
        self.tested(TestLanguage::Sqllogictest, input, options)
            .await
    }

    async fn run_sqllogictest_source(
        &mut self,
        name: String,
        source: String,
        options: Vec<Variable>,
    ) -> Result<testdrive::Summary, Error> {
        let input = TestInput::Source { name, text: source };
        self.tested(TestLanguage::Sqllogictest, input, options)
            .await
    }
}
