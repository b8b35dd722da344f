//! What a container uses, as one answer of the engine.

use bollard::models::{ContainerMemoryStats, ContainerStatsResponse};
use bollard::query_parameters::StatsOptionsBuilder;
use futures_util::StreamExt;

use super::ids::ContainerId;
use super::{Engine, EngineError};
const NANOSECONDS: f64 = 1e9;

/// What a container uses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ContainerUsage {
    /// Bytes of memory, without files in the cache that the kernel can drop.
    pub memory: u64,
    /// The most bytes that it had, where the kernel tells.
    pub memory_peak: Option<u64>,
    /// The limit on its memory in bytes.
    pub memory_limit: u64,
    /// Seconds of processor time since its start.
    pub cpu_seconds: f64,
    /// Processes and threads.
    pub processes: u64,
}

impl Engine {
    /// What a container uses at this moment; none if it does not run.
    pub async fn container_usage(
        &self,
        id: &ContainerId,
    ) -> Result<Option<ContainerUsage>, EngineError> {
        // One answer, without the second one that the engine would wait a second for.
        let options = StatsOptionsBuilder::default()
            .stream(false)
            .one_shot(true)
            .build();
        let mut answers = std::pin::pin!(self.docker.stats(id.as_str(), Some(options)));
        match answers.next().await {
            Some(answer) => answer
                .map(usage)
                .map_err(|error| EngineError::new("ask for stats of container", id.short(), error)),
            None => Ok(None),
        }
    }
}

fn usage(answer: ContainerStatsResponse) -> Option<ContainerUsage> {
    let memory = answer.memory_stats?;
    let cpu = answer.cpu_stats?.cpu_usage?;
    let used = memory.usage.filter(|used| *used > 0)?;
    #[expect(
        clippy::cast_precision_loss,
        reason = "nanoseconds below a day's digit do not matter"
    )]
    let cpu_seconds = cpu.total_usage.unwrap_or_default() as f64 / NANOSECONDS;
    Some(ContainerUsage {
        memory: used.saturating_sub(droppable(&memory)),
        memory_peak: memory.max_usage.filter(|peak| *peak > 0),
        memory_limit: memory.limit.unwrap_or_default(),
        cpu_seconds,
        processes: answer
            .pids_stats
            .and_then(|pids| pids.current)
            .unwrap_or_default(),
    })
}

/// Bytes of files in the cache that nobody used of late, by the names of cgroup v2 and v1. What `docker stats` leaves out, too.
fn droppable(memory: &ContainerMemoryStats) -> u64 {
    let Some(stats) = &memory.stats else {
        return 0;
    };
    ["inactive_file", "total_inactive_file"]
        .into_iter()
        .find_map(|name| stats.get(name).copied())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<ContainerUsage> {
        usage(serde_json::from_str(text).unwrap())
    }

    #[test]
    fn both_versions_of_cgroups_are_read() {
        let two = r#"{"memory_stats": {"usage": 1000, "limit": 5000, "stats": {"inactive_file": 300}},
            "cpu_stats": {"cpu_usage": {"total_usage": 2500000000}}, "pids_stats": {"current": 3}}"#;
        let expected = ContainerUsage {
            memory: 700,
            memory_peak: None,
            memory_limit: 5000,
            cpu_seconds: 2.5,
            processes: 3,
        };
        assert_eq!(read(two), Some(expected));
        let one = two
            .replace("inactive_file", "total_inactive_file")
            .replace("\"limit\"", "\"max_usage\": 4000, \"limit\"");
        let expected = ContainerUsage {
            memory_peak: Some(4000),
            ..expected
        };
        assert_eq!(read(&one), Some(expected));
    }

    #[test]
    fn a_container_that_does_not_run_has_none() {
        assert_eq!(read("{}"), None);
        let stopped = r#"{"memory_stats": {}, "cpu_stats": {"cpu_usage": {"total_usage": 0}}}"#;
        assert_eq!(read(stopped), None);
    }
}
