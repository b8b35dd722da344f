//! Removing what dead runs left, at the start of another run.

use super::Remains;
use crate::engine::Engine;
use crate::event::{EventKind, Events};
use crate::fault::chain;
use crate::owner::{Liveness, Owner};

/// Removes what runs left whose process is known to be dead: of this machine, boot and pid namespace, or of an earlier
/// boot. Tells what it removed, and problems as warnings; it fails nothing. To be run in the background, and may be
/// dropped at any time: the next sweep goes on.
pub async fn sweep(engine: Engine, here: Owner, events: Events) {
    let warn = |message| events.tell(EventKind::Warning { message });
    let found = match Remains::all(&engine, &here).await {
        Ok(found) => found,
        Err(error) => {
            return warn(format!(
                "failed to look for what dead runs left: {}",
                chain(&error)
            ));
        }
    };
    for remains in found {
        if remains.owner != Liveness::Dead {
            continue;
        }
        let run = &remains.run;
        match remains.remove(&engine).await {
            Ok(removed) if removed.problems.is_empty() => warn(format!(
                "run {run} of project {} had died without clean-up; removed {removed}",
                remains.project
            )),
            Ok(removed) => warn(format!(
                "not all of the dead run {run} could be removed: {}",
                removed.problems.join("; ")
            )),
            Err(fault) => warn(format!(
                "what the dead run {run} left could not be removed: {}",
                fault.message
            )),
        }
    }
}
