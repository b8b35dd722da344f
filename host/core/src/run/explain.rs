//! Faults about a service with what a person needs to understand them.

use super::container::ServiceContainer;
use super::setup::Run;
use crate::fault::Fault;

/// Log lines that a fault carries.
const LINES: usize = 20;

/// Adds exit code, memory death and the last log lines of a service's container.
pub(crate) fn explained(fault: Fault, container: &ServiceContainer) -> Fault {
    let life = container.life.borrow().clone();
    let mut fault = fault.service(&container.service);
    if let Some(code) = life.exit_code {
        fault = fault.detail("exit-code", code.to_string());
    }
    if life.oom_killed {
        fault = fault.detail("oom-killed", "true");
    }
    fault
        .detail("log", container.log.tail(LINES).join("\n"))
        .detail(
            "log-file",
            container
                .log
                .path()
                .map_or_else(String::new, |path| path.display().to_string()),
        )
}

/// The same for a container that has ended: what it wrote last is waited for.
pub(crate) async fn explained_after_end(fault: Fault, container: &ServiceContainer) -> Fault {
    container.cause_known().await;
    container.whole_log().await;
    explained(fault, container)
}

impl Run {
    /// The chain of services from one that was asked for to the one concerned: `c -> b -> a`.
    pub(crate) fn chain_to(&self, wanted: &[String], service: &str) -> String {
        let now = self.definitions();
        let mut path = vec![service.to_owned()];
        while let Some(last) = path.last() {
            if wanted.contains(last) {
                break;
            }
            let dependent =
                now.document.services.values().find(|other| {
                    other.depends_on.contains_key(last) && !path.contains(&other.name)
                });
            match dependent {
                Some(dependent) => path.push(dependent.name.clone()),
                None => break,
            }
        }
        if path.len() < 2 {
            return String::new();
        }
        path.reverse();
        path.join(" -> ")
    }
}
