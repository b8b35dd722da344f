//! What a run's reaper does once the run's process is gone.

use std::time::{Duration, Instant};

use super::remains::labels_of;
use crate::code::Code;
use crate::engine::{Endpoint, Engine};
use crate::fault::Fault;
use crate::ids::RunId;
use crate::journal::{Account, Resource};
use crate::run::cleanup::{Removed, remove};

/// How long an engine that does not answer is waited for: one that restarts, or a machine that is very busy.
const LIMIT: Duration = Duration::from_mins(10);
/// How long nothing of the run must be seen: the engine may still be at work on what the dead process asked for.
const QUIET: Duration = Duration::from_secs(2);
/// The same while it is known to have been asked for something that it never answered.
const UNANSWERED: Duration = Duration::from_secs(6);
/// A busy engine needs longer: this many times what it takes to say that nothing is there, up to [`SLOW`].
const SLOWNESS: u32 = 20;
const SLOW: Duration = Duration::from_secs(4);
const PAUSE: Duration = Duration::from_millis(150);

/// Removes all of a run whose process is gone, until nothing of it appears any more. `asked` is what its journal says may
/// be there; `say` gets each step as a line. Fails when the engine does not answer, or something resists, for [`LIMIT`].
/// The sweep of a later run tries again, and finds what an engine made later still.
pub async fn reap(
    endpoint: &Endpoint,
    run: &RunId,
    asked: &Account,
    mut say: impl FnMut(&str),
) -> Result<(), Fault> {
    let begun = Instant::now();
    let mut engine = None;
    let mut quiet_since = begun;
    let mut slowest = Duration::ZERO;
    let mut last_problem = String::new();
    let mut unanswered = unanswered(asked);
    loop {
        let asked_at = Instant::now();
        let problem = match pass(endpoint, &mut engine, run).await {
            Ok(Removed { problems, .. }) if !problems.is_empty() => problems.join("; "),
            Ok(removed) if removed.objects.is_empty() => {
                slowest = slowest.max(asked_at.elapsed());
                let quiet = if unanswered.is_empty() {
                    (slowest * SLOWNESS).clamp(QUIET, SLOW)
                } else {
                    UNANSWERED
                };
                if quiet_since.elapsed() >= quiet {
                    return Ok(());
                }
                tokio::time::sleep(PAUSE).await;
                continue;
            }
            Ok(removed) => {
                unanswered.retain(|object| !removed.objects.contains(object));
                say(&format!("removed {removed}"));
                String::new()
            }
            Err(fault) => fault.message,
        };
        quiet_since = Instant::now();
        if problem.is_empty() {
            continue;
        }
        if begun.elapsed() >= LIMIT {
            return Err(Fault::new(
                Code::EngineError,
                format!("what run {run} left could not be removed: {problem}"),
            ));
        }
        if problem != last_problem {
            say(&problem);
            last_problem = problem;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// What the engine was asked to make and had not answered.
fn unanswered(asked: &Account) -> Vec<(Resource, String)> {
    let unanswered = asked.leftovers.iter().filter(|left| left.id.is_none());
    unanswered
        .map(|left| (left.resource, left.name.clone()))
        .collect()
}

/// Connects, if that did not succeed before, and removes what is there.
async fn pass(
    endpoint: &Endpoint,
    engine: &mut Option<Engine>,
    run: &RunId,
) -> Result<Removed, Fault> {
    let engine = match engine {
        Some(engine) => engine,
        None => engine.insert(Engine::connect(endpoint.clone()).await?),
    };
    remove(engine, &labels_of(run), true).await
}
