//! `mzhost port SERVICE PORT`: where a port is published.

use clap::Args;
use mzhost_core::fault::Fault;

use super::args::{Global, Selecting};
use super::{attach, print};

#[derive(Debug, Args)]
pub(super) struct Port {
    /// The service
    service: String,
    /// TCP port in the container
    port: u16,
    #[command(flatten)]
    selecting: Selecting,
}

impl Port {
    pub(super) async fn execute(self, global: &Global) -> Result<u8, Fault> {
        let attached = attach::attach(global, &self.selecting).await?;
        let (host, port) = attached.run.port(&self.service, self.port).await?;
        print::text(&format!("{host}:{port}\n"));
        Ok(0)
    }
}
