//! How long after a service is really ready mzhost notices. The container becomes ready after 0.4 to 1.2
//! seconds, and writes down when, just before it is: the times shown are upper bounds.

use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use mzhost_core::engine::Engine;
use mzhost_core::operation::ExecOptions;

use crate::project::Project;
use crate::table::{self, Samples};
use crate::{IMAGE, Outcome};

const SAMPLES: usize = 7;
/// Where the container writes the nanosecond at which it became ready.
const STAMP: &str = "/ready";

/// A way to tell that a service is ready.
struct Kind {
    title: &'static str,
    /// Keys of the service.
    probe: &'static str,
    /// What the container does after its pause.
    becomes_ready: &'static str,
}

const KINDS: [Kind; 3] = [
    Kind {
        title: "probe lateness, CMD health check",
        probe: r#"healthcheck: {test: ["CMD", "test", "-s", "/ready"]}"#,
        becomes_ready: "date +%s%N > /ready; exec sleep infinity",
    },
    Kind {
        title: "probe lateness, TCP",
        probe: "x-mzhost: {ready: {tcp: 7000}}",
        becomes_ready: r#"exec perl -MSocket -e 'socket(S, PF_INET, SOCK_STREAM, 0); setsockopt(S, SOL_SOCKET, SO_REUSEADDR, 1); bind(S, sockaddr_in(7000, INADDR_ANY)); system("date +%s%N > /ready"); listen(S, 9); while (accept(C, S)) { close(C) }'"#,
    },
    Kind {
        title: "probe lateness, log line",
        probe: "x-mzhost: {ready: {log: 'now ready'}}",
        becomes_ready: "date +%s%N > /ready; echo now ready; exec sleep infinity",
    },
];

/// Measures and prints all kinds.
pub(crate) async fn measure(engine: &Engine) -> Outcome<()> {
    table::heading("from really ready to noticed");
    for kind in &KINDS {
        let mut samples = Samples::default();
        for _ in 0..SAMPLES {
            samples.push(lateness(engine, kind).await?);
        }
        table::row(kind.title, &samples, "median <= 20 ms");
    }
    Ok(())
}

async fn lateness(engine: &Engine, kind: &Kind) -> Outcome<Duration> {
    // Any number serves, as long as it does not move in step with the probe.
    let pause = 400 + RandomState::new().hash_one(0) % 800;
    let command = format!(
        "sleep {}.{:03}; {}",
        pause / 1000,
        pause % 1000,
        kind.becomes_ready
    );
    let command = serde_json::to_string(&["sh", "-c", &command])?;
    let compose = format!(
        "services:\n  s:\n    image: {IMAGE}\n    command: {command}\n    {}\n",
        kind.probe
    );
    let project = Project::new(engine, &compose)?;
    project
        .up_then(async |run| {
            let noticed = SystemTime::now().duration_since(UNIX_EPOCH)?;
            let command = ["cat", STAMP].map(str::to_owned);
            let stamp = run.exec("s", &command, &ExecOptions::default()).await?;
            let nanos: u64 = stamp.output.content.trim().parse()?;
            Ok(noticed.saturating_sub(Duration::from_nanos(nanos)))
        })
        .await
}
