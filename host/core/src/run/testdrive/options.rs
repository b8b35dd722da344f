//! How a workflow's test files are run: what the guest says, else what the composition suggests.

use mzhost_testdrive::Options;
use mzhost_testdrive::options::Limits;
use sha2::{Digest, Sha256};

use crate::code::Code;
use crate::fault::Fault;
use crate::operation::TestOption;
use crate::run::setup::Run;

impl Run {
    /// The options of a run of test files.
    pub(super) fn test_options(&self, given: &[TestOption]) -> Result<Options, Fault> {
        let mut options = Options {
            environment: self.variables.clone(),
            limits: Limits {
                written: self.limits.test_written,
                ..Limits::default()
            },
            ..Options::default()
        };
        for TestOption { name, value } in given {
            options
                .set(name, value)
                .map_err(|error| Fault::new(Code::ArgumentInvalid, error))?;
        }
        let most = self.limits.jobs;
        if options.jobs > most {
            let message = format!("jobs: at most {most} files run at the same time");
            return Err(Fault::new(Code::ArgumentInvalid, message));
        }
        if options.postgres_url.is_none() {
            options.postgres_url = self.default_postgres_url()?;
        }
        if options.kafka_addr.is_none() {
            options.kafka_addr = self.default_kafka_addr();
        }
        if options.schema_registry_url.is_none() {
            options.schema_registry_url = self.default_schema_registry_url();
        }
        let masker = self.events.masker();
        for url in [&options.postgres_url, &options.schema_registry_url] {
            masker.add_url(url.as_deref().unwrap_or_default());
        }
        if let Some(password) = &options.schema_registry_password {
            masker.add_password(password, &[]);
        }
        if options.seed.is_none() {
            options.seed = Some(seed(self.seed, self.next_tests()));
        }
        Ok(options)
    }
}

/// The seed of the `number`th time that test files are run, which follows from the run's.
fn seed(run: u64, number: u32) -> u32 {
    let digest = Sha256::new()
        .chain_update(run.to_le_bytes())
        .chain_update(number.to_le_bytes())
        .finalize();
    let bytes = digest.iter().take(4).copied();
    bytes.fold(0, |seed, byte| (seed << 8) | u32::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_follow_from_the_run_and_differ_from_each_other() {
        assert_eq!(seed(7, 1), seed(7, 1));
        assert_ne!(seed(7, 1), seed(7, 2));
        assert_ne!(seed(7, 1), seed(8, 1));
    }
}
