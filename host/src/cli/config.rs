//! `mzhost config DIR`: the services as a Compose file that docker compose accepts.

use clap::Args;
use mzhost_compose::render;
use mzhost_core::event::Events;
use mzhost_core::fault::Fault;

use super::args::{Composition, Global, Images};
use super::opening::{opening, quietly};
use super::print;
use crate::composition::{Component, Opening};

/// What mzhost binds where a port names no address; written out, because docker compose would bind all.
const LOOPBACK: &str = "127.0.0.1";

#[derive(Debug, Args)]
pub(super) struct Config {
    #[command(flatten)]
    composition: Composition,
    #[command(flatten)]
    images: Images,
}

impl Config {
    pub(super) async fn execute(self, global: &Global) -> Result<u8, Fault> {
        let work = async |events: &Events| self.print(global, events).await;
        quietly(global, &self.composition, work).await
    }

    async fn print(&self, global: &Global, events: &Events) -> Result<u8, Fault> {
        let opening = Opening {
            images: self.images.map()?,
            ..opening(global, &self.composition, events)?
        };
        let composition = Component::find(&opening).await?.load(&opening).await?;
        let mut document = composition.document(&opening).await?;
        for port in document
            .services
            .values_mut()
            .flat_map(|service| &mut service.ports)
        {
            port.host_ip.get_or_insert_with(|| LOOPBACK.to_owned());
        }
        print::text(&events.masker().mask(&render(&document)));
        Ok(0)
    }
}
