//! The Docker engine: our own request structs, and the only files that name bollard.
//!
//! A request is checked by [`crate::policy`] before a method of [`Engine`] takes it. Names that a guest
//! chose never reach a path of the API: paths are built from the ids in [`ids`], which the engine
//! returned or which were checked against its grammar.

mod body;
mod client;
mod connect;
mod containers;
mod disk;
mod error;
mod events;
mod exec;
mod gate;
pub mod ids;
mod images;
mod networks;
mod registry_auth;
pub mod request;
pub mod rule;
mod usage;

pub use client::{Engine, EngineFacts};
pub(crate) use connect::docker_config;
pub use connect::{ENGINE_VARIABLES, Endpoint};
pub use containers::{ContainerDetails, ContainerSummary, LogChunk, LogStream, RunState};
pub use disk::ContainerDisk;
pub use error::EngineError;
pub(crate) use error::name_taken;
pub use events::{EngineEvent, EngineEventKind};
pub use exec::{Attached, ExecExit};
pub use images::{BuildStep, ImageDetails, ImageHealthcheck};
pub use networks::{NetworkSummary, VolumeSummary};
pub use usage::ContainerUsage;
