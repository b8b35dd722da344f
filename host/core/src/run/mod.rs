//! One run: a project's services on one engine, and all that guests ask of them.
//!
//! A [`Run`] is a value without globals: two runs live side by side in one process. `crate::perform`
//! says how guests reach it; the command line uses its methods directly.

mod adopt;
mod asks;
mod capture;
mod cases;
mod catalog;
pub mod cleanup;
mod command;
mod container;
mod create;
mod critical_path;
mod declare;
mod definitions;
mod disk;
mod executor;
mod explain;
mod folder;
mod follow;
mod gate;
mod hold;
mod http;
mod http_request;
mod image;
mod image_build;
mod jobs;
mod layers;
mod lifecycle;
mod limits;
mod log_entries;
mod log_file;
mod mark;
pub mod names;
mod network;
mod one_off;
mod placing;
mod preflight;
mod probe;
mod probe_command;
mod ready;
mod removal;
mod scope;
mod secrets;
mod session;
mod setup;
mod stats;
mod subnet;
mod testdrive;
mod transfer;
mod up;
mod uploads;
mod wait;
mod watch;

pub use asks::{ServiceAsks, service_asks};
pub use declare::Declaring;
pub use definitions::invalid;
pub use executor::Executor;
pub use gate::{GateMode, gate_program};
pub use jobs::{WorkflowEnd, Workflows};
pub use layers::layered;
pub use limits::Limits;
pub use secrets::mark_secrets;
pub(crate) use setup::millis;
pub use setup::{Run, RunSetup};
pub use subnet::SubnetPool;
