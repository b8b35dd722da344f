//! `mzhost slt FILES…`: sqllogictest files against any server, without Docker.

use std::sync::Arc;

use clap::Args;
use clap::builder::BoolishValueParser;
use mzhost_core::fault::Fault;
use mzhost_testdrive::slt::{self, Commands};
use mzhost_testdrive::{Access, Options};

use super::args::Global;
use super::testing::Testing;

#[derive(Debug, Args)]
pub(super) struct Slt {
    #[command(flatten)]
    testing: Testing,
    /// Let `system` records run commands on this machine
    #[arg(long, env = "MZHOST_ALLOW_SYSTEM", value_parser = BoolishValueParser::new())]
    allow_system: bool,
}

impl Slt {
    pub(super) async fn execute(self, global: &Global) -> Result<u8, Fault> {
        let access: Arc<dyn Access> = Arc::new(self.testing.access(None));
        let options = self.testing.options();
        let commands = if self.allow_system {
            Commands::Allowed
        } else {
            Commands::Refused
        };
        let start = |sources, stop, observe| {
            let options = Options { stop, ..options };
            slt::run(sources, options, commands, access, observe)
        };
        self.testing.run(global, "slt", start).await
    }
}
