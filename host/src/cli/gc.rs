//! `mzhost gc`: removes what dead runs left.

use std::time::Duration;

use clap::Args;
use clap::builder::BoolishValueParser;
use mzhost_core::code::Code;
use mzhost_core::crash::Remains;
use mzhost_core::fault::{Fault, chain};
use mzhost_core::owner::{Liveness, Owner};
use mzhost_core::report::text::count;
use mzhost_core::run_folder::{KEEP, RunFolder};
use time::OffsetDateTime;

use super::args::{Global, duration};
use super::print;
use crate::runner::connect;

#[derive(Debug, Args)]
pub(super) struct Gc {
    /// Show what would be removed, and remove nothing
    #[arg(long, env = "MZHOST_DRY_RUN", value_parser = BoolishValueParser::new())]
    dry_run: bool,
    /// Remove also what runs left whose process cannot be seen from here: of other machines and containers
    #[arg(long, requires = "older_than", env = "MZHOST_FOREIGN", value_parser = BoolishValueParser::new())]
    foreign: bool,
    /// Of those, only runs that began longer ago than this, such as 24h
    #[arg(long, value_name = "TIME", requires = "foreign", value_parser = duration, env = "MZHOST_OLDER_THAN")]
    older_than: Option<Duration>,
}

impl Gc {
    pub(super) async fn execute(self, global: &Global) -> Result<u8, Fault> {
        let state_dir = global.state_dir()?;
        let io = |error: &dyn std::error::Error| Fault::new(Code::Io, chain(error));
        let here = Owner::current(&state_dir).map_err(|error| io(&error))?;
        let engine = connect().await?;
        let mut rows = Vec::new();
        let mut problems = Vec::new();
        for remains in Remains::all(&engine, &here).await? {
            if remains.owner == Liveness::Alive {
                continue;
            }
            let outcome = if !self.is_due(&remains) {
                "left: --foreign"
            } else if self.dry_run {
                "would be removed"
            } else {
                let before = problems.len();
                match remains.remove(&engine).await {
                    Ok(removed) => problems.extend(removed.problems),
                    Err(fault) => problems.push(fault.message),
                }
                if problems.len() == before {
                    "removed"
                } else {
                    "failed"
                }
            };
            rows.push(row(&remains, outcome));
        }
        if rows.is_empty() {
            print::text("dead runs left nothing\n");
        } else {
            print::table(
                &["RUN", "PROJECT", "BEGAN", "PROCESS", "LEFT", "OUTCOME"],
                &rows,
            );
        }
        if !self.dry_run {
            let pruned = RunFolder::prune(&state_dir, &here, KEEP).map_err(|error| io(&error))?;
            if !pruned.is_empty() {
                let folders = count(pruned.len(), "old run folder");
                print::text(&format!("removed {folders}\n"));
            }
        }
        match problems.first() {
            None => Ok(0),
            Some(first) => Err(Fault::new(Code::EngineError, first.clone())
                .detail("problems", problems.join("\n"))),
        }
    }

    /// Whether these may be removed.
    fn is_due(&self, remains: &Remains) -> bool {
        match (remains.owner, self.older_than, remains.began) {
            (Liveness::Dead, ..) => true,
            (Liveness::Unknown, Some(limit), Some(began)) if self.foreign => {
                OffsetDateTime::now_utc() - began > limit
            }
            _ => false,
        }
    }
}

fn row(remains: &Remains, outcome: &str) -> Vec<String> {
    vec![
        remains.run.to_string(),
        remains.project.clone(),
        remains
            .began
            .map_or_else(|| "unknown".to_owned(), |began| began.to_string()),
        match remains.owner {
            Liveness::Alive => "runs",
            Liveness::Dead => "dead",
            Liveness::Unknown => "elsewhere",
        }
        .to_owned(),
        format!(
            "{}, {}, {}",
            count(remains.containers, "container"),
            count(remains.networks, "network"),
            count(remains.volumes, "volume")
        ),
        outcome.to_owned(),
    ]
}
