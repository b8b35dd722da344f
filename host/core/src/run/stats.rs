//! What a service uses of the machine.

use super::setup::Run;
use crate::code::Code;
use crate::fault::Fault;
use crate::operation::ResourceUsage;

impl Run {
    /// Memory and processor time of a service's running container.
    pub(crate) async fn stats(&self, service: &str) -> Result<ResourceUsage, Fault> {
        let container = self.running(service)?;
        let usage = self.engine.container_usage(&container.id).await;
        let usage = usage.map_err(|error| Fault::from(error).service(service))?;
        if let Some(usage) = usage {
            return Ok(ResourceUsage {
                memory: usage.memory,
                memory_peak: usage.memory_peak,
                memory_limit: usage.memory_limit,
                cpu_seconds: usage.cpu_seconds,
                processes: usage.processes,
            });
        }
        // It has ended since it was looked at: the engine then answers with zeros. Its state is told in full.
        self.settle(&container).await;
        Err(self.running(service).err().unwrap_or_else(|| {
            let text = format!("service {service:?} has no figures yet; it is being started");
            Fault::new(Code::ServiceAbsent, text).service(service)
        }))
    }
}
