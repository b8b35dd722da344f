//! The engine's own events about containers, so that an exit ends a wait at once.

use std::collections::HashMap;

use bollard::query_parameters::EventsOptionsBuilder;
use futures_util::{Stream, StreamExt};

use super::ids::ContainerId;
use super::{Engine, EngineError};

/// Something that happened to a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineEvent {
    /// The container.
    pub container: ContainerId,
    /// What happened.
    pub kind: EngineEventKind,
    /// When, in nanoseconds since 1970, on the engine's clock.
    pub time: i64,
}

/// What can happen to a container, as far as mzhost cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EngineEventKind {
    /// Its process started.
    Start,
    /// Its process ended.
    Die {
        /// With this code.
        exit_code: i32,
    },
    /// The kernel killed a process of it for memory.
    OutOfMemory,
    /// It is gone.
    Destroy,
}

impl Engine {
    /// Events of containers that have a label (`KEY=VALUE`), from a moment on (nanoseconds since 1970).
    pub fn events(
        &self,
        label: &str,
        since: i64,
    ) -> impl Stream<Item = Result<EngineEvent, EngineError>> + use<> {
        let filters = HashMap::from([
            ("type".to_owned(), vec!["container".to_owned()]),
            ("label".to_owned(), vec![label.to_owned()]),
            (
                "event".to_owned(),
                ["start", "die", "oom", "destroy"]
                    .map(str::to_owned)
                    .to_vec(),
            ),
        ]);
        let options = EventsOptionsBuilder::default()
            .filters(&filters)
            .since(&format!(
                "{}.{:09}",
                since / 1_000_000_000,
                since % 1_000_000_000
            ))
            .build();
        self.docker.events(Some(options)).filter_map(|item| async {
            let message = match item {
                Ok(message) => message,
                Err(error) => return Some(Err(EngineError::new("watch", "events", error))),
            };
            let actor = message.actor?;
            let kind = match message.action?.as_str() {
                "start" => EngineEventKind::Start,
                "die" => EngineEventKind::Die {
                    exit_code: actor
                        .attributes
                        .as_ref()
                        .and_then(|attributes| attributes.get("exitCode")?.parse().ok())
                        .unwrap_or(-1),
                },
                "oom" => EngineEventKind::OutOfMemory,
                "destroy" => EngineEventKind::Destroy,
                _ => return None,
            };
            Some(Ok(EngineEvent {
                container: ContainerId::from_engine(actor.id),
                kind,
                time: message.time_nano.unwrap_or_default(),
            }))
        })
    }
}
