//! `mzhost python-runner`: makes the component that runs compositions in Python, beside this program.

use std::sync::OnceLock;
use std::time::Instant;

use clap::Args;
use mzhost_core::event::EventKind;
use mzhost_core::fault::Fault;
use mzhost_core::mask::Masker;

use super::args::Global;
use super::opening::quiet_events;
use super::print;
use crate::composition::millis;
use crate::project::{PYTHON_RUNNER, Workshop, ship_python_runner};

#[derive(Debug, Args)]
pub(super) struct PythonRunner {}

impl PythonRunner {
    pub(super) async fn execute(self, global: &Global) -> Result<u8, Fault> {
        let events = quiet_events(global, Masker::default());
        let begun = OnceLock::new();
        let progress = || {
            begun.get_or_init(Instant::now);
            events.tell(EventKind::BuildStarted {
                folder: PYTHON_RUNNER.to_owned(),
                language: "python".to_owned(),
            });
        };
        let cache = global.cache_dir();
        let place = ship_python_runner(Workshop {
            cache: cache.as_deref(),
            progress: &progress,
        })
        .await?;
        if let Some(begun) = begun.get() {
            let ms = millis(*begun);
            events.tell(EventKind::BuildFinished { ms });
        }
        print::text(&format!("{}\n", place.display()));
        Ok(0)
    }
}
