//! `mzhost:composition/log`. A message that cannot be logged is no reason to stop a workflow.

use mzhost_core::operation::{LogLevel, Operation};

use super::Bridge;
use crate::bindings::mzhost::composition::log;

impl Bridge {
    async fn log(&mut self, level: LogLevel, message: String) {
        let _ = self.ask(Operation::Log { level, message }).await;
    }
}

impl log::Host for Bridge {
    async fn debug(&mut self, message: String) {
        self.log(LogLevel::Debug, message).await;
    }

    async fn info(&mut self, message: String) {
        self.log(LogLevel::Info, message).await;
    }

    async fn warn(&mut self, message: String) {
        self.log(LogLevel::Warn, message).await;
    }

    async fn error(&mut self, message: String) {
        self.log(LogLevel::Error, message).await;
    }
}
