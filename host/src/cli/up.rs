//! `mzhost up DIR [SERVICES…]`: brings services up and leaves them running.

use std::sync::Arc;

use clap::Args;
use clap::builder::BoolishValueParser;
use mzhost_core::crash::Lifetime;
use mzhost_core::event::{Consumer, EventKind};
use mzhost_core::fault::Fault;
use mzhost_core::report::{Problems, Terminal};
use mzhost_core::run::Run;
use mzhost_core::run::names::project_name;

use super::args::{Composition, Global, Images, Making};
use super::opening::opening;
use super::signals::Signals;
use crate::composition::{Component, Opening};
use crate::project::locate;
use crate::runner::{Beginning, Begun, LastLines, Rest, random_seed, within};

#[derive(Debug, Args)]
pub(super) struct Up {
    #[command(flatten)]
    composition: Composition,
    /// The services, with all that they depend on [default: all]
    services: Vec<String>,
    #[command(flatten)]
    making: Making,
    #[command(flatten)]
    images: Images,
    /// Do not wait until the services are ready
    #[arg(long, env = "MZHOST_NO_WAIT", value_parser = BoolishValueParser::new())]
    no_wait: bool,
}

impl Up {
    pub(super) async fn execute(self, global: &Global) -> Result<u8, Fault> {
        let mut signals = Signals::new()?;
        let name = match &self.making.project_name {
            Some(name) => project_name(name),
            None => locate(&self.composition.dir)?.name,
        };
        let problems = Problems::default();
        let out = Box::new(std::io::stdout());
        let consumers: Vec<Box<dyn Consumer>> = vec![Box::new(Terminal::new(
            out,
            global.style(false),
            problems.clone(),
        ))];
        let seed = self.composition.seed.unwrap_or_else(random_seed);
        let begun = Begun::new(Beginning {
            state_dir: global.state_dir()?,
            composition: self.composition.dir.display().to_string(),
            name,
            own_project: false,
            workflow: None,
            lifetime: Lifetime::Kept,
            seed,
            masker: self.composition.grants.masker()?,
            consumers,
            problems,
        })?;
        let mut made = None;
        let result = tokio::select! {
            result = self.perform(global, &begun, seed, &mut made) => result,
            fault = signals.next() => Err(fault),
        };
        // What was brought up stays, also after a failure, as with docker compose.
        let log = match (&made, &result) {
            (Some(run), Err(fault)) => LastLines::of(run, fault),
            _ => LastLines::default(),
        };
        if let Some(run) = &made {
            run.keep().await;
        }
        Ok(begun.finish(log, None, result.err(), Rest::Settled))
    }

    async fn perform(
        &self,
        global: &Global,
        begun: &Begun,
        seed: u64,
        made: &mut Option<Arc<Run>>,
    ) -> Result<(), Fault> {
        let opening = Opening {
            seed,
            images: self.images.map()?,
            ..opening(global, &self.composition, &begun.events)?
        };
        let permits = self.making.permits();
        let composition = Component::find(&opening).await?.load(&opening).await?;
        let run = begun.run(&composition, &opening, permits).await?;
        *made = Some(Arc::clone(&run));
        run.adopt().await?;
        let up = within(
            run.clock(),
            "bringing the services up",
            run.up(&self.services, !self.no_wait, None),
        );
        run.unless_stopped(up).await?;
        let unpublished = run.unpublished();
        if !unpublished.is_empty() {
            begun.events.tell(EventKind::Warning {
                message: format!(
                    "ports of {} are not published, since networks are internal without --allow-net",
                    unpublished.join(", ")
                ),
            });
        }
        Ok(())
    }
}
