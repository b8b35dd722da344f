//! Following a container's log across its restarts.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::container::ServiceContainer;
use crate::engine::{Engine, LogStream};
use crate::lines::LineSplitter;

/// Pause before a stream that broke is opened again.
const RETRY: Duration = Duration::from_millis(100);

/// Follows a container's log until it is gone. Each start of the container opens a new stream, from the
/// last line's time on; lines that were seen are left out by their exact time.
pub(crate) async fn follow(engine: Engine, container: Arc<ServiceContainer>) {
    let mut last = String::new();
    let mut ended = 0;
    loop {
        if !container.wait_until(|life| life.starts > ended).await {
            return;
        }
        let start = container.life.borrow().starts;
        let whole = read(&engine, &container, start, &mut last).await;
        let runs = container.life.borrow().running;
        if whole || !runs {
            ended = start;
            container.logged.send_replace(start);
        } else {
            // The stream broke while the container runs: the rest comes from the last line on.
            tokio::time::sleep(RETRY).await;
        }
    }
}

/// Reads a log to the end of its stream; false when the stream broke.
async fn read(
    engine: &Engine,
    container: &ServiceContainer,
    start: u32,
    last: &mut String,
) -> bool {
    let stream = engine.logs(&container.id, true, true, seconds(last), None);
    let mut stream = std::pin::pin!(stream);
    let mut splitters = [LineSplitter::default(), LineSplitter::default()];
    let mut newest = last.clone();
    let mut whole = true;
    let mut take = |line: &str| {
        let (time, text) = line.split_once(' ').unwrap_or((line, ""));
        // An earlier stream had it.
        if !last.is_empty() && time <= last.as_str() {
            return;
        }
        if time > newest.as_str() {
            time.clone_into(&mut newest);
        }
        container.log.push(start, text.to_owned());
    };
    while let Some(chunk) = stream.next().await {
        let Ok(chunk) = chunk else {
            whole = false;
            break;
        };
        let index = usize::from(chunk.stream == LogStream::Stderr);
        if let Some(splitter) = splitters.get_mut(index) {
            splitter.push(&chunk.bytes, |line| take(&line));
        }
    }
    for line in splitters.into_iter().filter_map(LineSplitter::finish) {
        take(&line);
    }
    *last = newest;
    whole
}

/// The whole second of the engine's time, for its `since`.
fn seconds(time: &str) -> i32 {
    OffsetDateTime::parse(time, &Rfc3339)
        .ok()
        .and_then(|time| i32::try_from(time.unix_timestamp()).ok())
        .unwrap_or(0)
}
