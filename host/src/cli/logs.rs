//! `mzhost logs [SERVICES…]`: the logs of a project's containers as the engine has them.

use clap::Args;
use clap::builder::BoolishValueParser;
use futures_util::StreamExt;
use futures_util::stream::{self, SelectAll};
use mzhost_core::code::Code;
use mzhost_core::engine::Engine;
use mzhost_core::fault::Fault;
use mzhost_core::lines::LineSplitter;
use mzhost_core::report::text::sanitize;
use mzhost_core::run::names::SERVICE;

use super::args::{Global, Selecting};
use super::{attach, print};
use crate::runner::connect;

#[derive(Debug, Args)]
pub(super) struct Logs {
    /// The services [default: all]
    services: Vec<String>,
    #[command(flatten)]
    selecting: Selecting,
    /// Go on with what comes
    #[arg(long, short, env = "MZHOST_FOLLOW", value_parser = BoolishValueParser::new())]
    follow: bool,
    /// Only the last lines of each service
    #[arg(long, short = 'n', value_name = "LINES", env = "MZHOST_TAIL")]
    tail: Option<u32>,
}

impl Logs {
    pub(super) async fn execute(self, global: &Global) -> Result<u8, Fault> {
        let project = attach::project(global, &self.selecting.dir, &self.selecting.by)?;
        let engine = connect().await?;
        let mut containers = Vec::new();
        let mut known = Vec::new();
        for container in attach::containers(&engine, &project).await? {
            let service = container.labels.get(SERVICE).cloned().unwrap_or_default();
            known.push(service.clone());
            if self.services.is_empty() || self.services.contains(&service) {
                containers.push((service, container.id));
            }
        }
        if let Some(unknown) = self.services.iter().find(|name| !known.contains(name)) {
            return Err(Fault::new(
                Code::ServiceUnknown,
                format!(
                    "project {project:?} has no service {unknown:?}; it has: {}",
                    known.join(", ")
                ),
            ));
        }
        let width = containers
            .iter()
            .map(|(name, _)| name.len())
            .max()
            .unwrap_or(0);
        let mut lines: SelectAll<_> = containers
            .iter()
            .map(|(service, id)| Box::pin(self.lines(&engine, service, id)))
            .collect();
        while let Some((service, line)) = lines.next().await {
            print::text(&format!("{service:width$} | {}\n", sanitize(&line)));
        }
        Ok(0)
    }

    fn lines(
        &self,
        engine: &Engine,
        service: &str,
        id: &mzhost_core::engine::ids::ContainerId,
    ) -> impl futures_util::Stream<Item = (String, String)> + use<> {
        let chunks = engine.logs(id, self.follow, false, 0, self.tail);
        let service = service.to_owned();
        let mut splitter = LineSplitter::default();
        let end = stream::once(async { None });
        chunks.map(Some).chain(end).flat_map(move |chunk| {
            let mut lines = Vec::new();
            match chunk {
                Some(Ok(chunk)) => {
                    splitter.push(&chunk.bytes, |line| lines.push((service.clone(), line)));
                }
                Some(Err(error)) => lines.push((service.clone(), error.to_string())),
                None => {
                    let rest = std::mem::take(&mut splitter).finish();
                    lines.extend(rest.map(|line| (service.clone(), line)));
                }
            }
            stream::iter(lines)
        })
    }
}
