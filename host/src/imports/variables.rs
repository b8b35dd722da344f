//! `mzhost:composition/variables`. WIT has no error here: what is not answered is absent or empty.

use mzhost_core::operation::{Operation, Reply};

use super::Bridge;
use crate::bindings::mzhost::composition::variables;

impl Bridge {
    async fn line(&mut self, operation: Operation) -> String {
        match self.ask(operation).await {
            Ok(Reply::Line(line)) => line,
            _ => String::new(),
        }
    }
}

impl variables::Host for Bridge {
    async fn get(&mut self, name: String) -> Option<String> {
        match self.ask(Operation::VariableGet { name }).await {
            Ok(Reply::Variable(value)) => value,
            _ => None,
        }
    }

    async fn seed(&mut self) -> String {
        self.line(Operation::Seed).await
    }

    async fn project(&mut self) -> String {
        self.line(Operation::Project).await
    }
}
