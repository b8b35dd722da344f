//! Following a container's log across its restarts.

use std::sync::Arc;

use futures_util::StreamExt;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::container::ServiceContainer;
use crate::engine::{Engine, LogStream};
use crate::lines::LineSplitter;

/// Follows a container's log until it is gone. Each start of the container opens a new stream, from the
/// last line's time on; lines that were seen are left out by their exact time.
pub(crate) async fn follow(engine: Engine, container: Arc<ServiceContainer>) {
    let mut last = String::new();
    let mut seen_starts = 0;
    loop {
        if !container.wait_until(|life| life.starts > seen_starts).await {
            return;
        }
        seen_starts = container.life.borrow().starts;
        let since = seconds(&last);
        let stream = engine.logs(&container.id, true, true, since, None);
        let mut stream = std::pin::pin!(stream);
        let mut splitters = [LineSplitter::default(), LineSplitter::default()];
        let mut newest = last.clone();
        while let Some(Ok(chunk)) = stream.next().await {
            let index = usize::from(chunk.stream == LogStream::Stderr);
            if let Some(splitter) = splitters.get_mut(index) {
                splitter.push(&chunk.bytes, |line| {
                    take(&container, &line, &last, &mut newest);
                });
            }
        }
        for line in splitters.into_iter().filter_map(LineSplitter::finish) {
            take(&container, &line, &last, &mut newest);
        }
        last = newest;
        container.logged.send_replace(seen_starts);
    }
}

/// Hands on a line without its time, unless an earlier stream had it.
fn take(container: &ServiceContainer, line: &str, last: &str, newest: &mut String) {
    let (time, text) = line.split_once(' ').unwrap_or((line, ""));
    if !last.is_empty() && time <= last {
        return;
    }
    if time > newest.as_str() {
        time.clone_into(newest);
    }
    container.log.push(text.to_owned());
}

/// The whole second of the engine's time, for its `since`.
fn seconds(time: &str) -> i32 {
    OffsetDateTime::parse(time, &Rfc3339)
        .ok()
        .and_then(|time| i32::try_from(time.unix_timestamp()).ok())
        .unwrap_or(0)
}
