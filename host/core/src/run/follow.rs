//! Following a container's log across its restarts.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use tokio::time::timeout;

use super::container::ServiceContainer;
use super::log_entries::LogEntries;
use crate::engine::{Engine, LogStream};

/// How long after the end of a log the end of its container may be told.
const END_LIMIT: Duration = Duration::from_millis(500);

/// Follows a container's log until it is gone. Each start of the container opens a new stream, from the
/// last line's time on; lines that were seen are left out by their exact time.
pub(crate) async fn follow(engine: Engine, container: Arc<ServiceContainer>) {
    let mut last = String::new();
    let mut start = 0;
    loop {
        // One that is held writes nothing: its log is that of the start to come, and read from the first moment on.
        if !container
            .wait_until(|life| life.starts > start || life.held)
            .await
        {
            return;
        }
        start = {
            let life = container.life.borrow();
            life.starts + u32::from(life.held)
        };
        loop {
            last = read(&engine, &container, true, last).await;
            let stopped =
                container.wait_until(|life| !(life.running || life.held) || life.starts > start);
            // The stream of a container that runs on was cut off.
            if timeout(END_LIMIT, stopped).await.is_ok() {
                break;
            }
        }
        // An engine may end the stream before the last lines. Those of a container that is started again come with
        // the next stream.
        if container.life.borrow().ended().is_some() {
            last = read(&engine, &container, false, last).await;
        }
        // Unless it ended while it was held.
        start = start.min(container.life.borrow().starts);
        container.logged.send_replace(start);
    }
}

/// Reads the log after a line's time to its end; gives the time of the newest line.
async fn read(engine: &Engine, container: &ServiceContainer, follow: bool, last: String) -> String {
    let stream = engine.logs(&container.id, follow, true, seconds(&last), None);
    let mut stream = std::pin::pin!(stream);
    let entries = || LogEntries::new(container.log.masker().clone());
    let (mut output, mut errors) = (entries(), entries());
    let mut newest = last.clone();
    let mut take = |(time, line): (String, String)| {
        // An earlier stream had it.
        if !last.is_empty() && time <= last {
            return;
        }
        if time > newest {
            newest.clone_from(&time);
        }
        container.log.push(time, line);
    };
    while let Some(Ok(chunk)) = stream.next().await {
        let entries = match chunk.stream {
            LogStream::Stdout => &mut output,
            LogStream::Stderr => &mut errors,
        };
        entries.push(&chunk.bytes).into_iter().for_each(&mut take);
    }
    let rest = [output.finish(), errors.finish()];
    rest.into_iter().flatten().for_each(take);
    newest
}

/// The whole second of the engine's time, for its `since`.
fn seconds(time: &str) -> i32 {
    OffsetDateTime::parse(time, &Rfc3339)
        .ok()
        .and_then(|time| i32::try_from(time.unix_timestamp()).ok())
        .unwrap_or(0)
}
