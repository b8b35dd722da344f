//! What a file may reach: servers, further files and `psql`. A composition answers with its own services and its
//! root folder, the command line with the user's machine.

mod direct;

pub use direct::Direct;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};

/// A boxed future, as `dyn` traits need it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A byte stream to a server.
pub trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// A boxed byte stream to a server.
pub type BoxStream = Box<dyn Stream>;

/// What files may reach. Dropping a future cancels the work.
pub trait Access: Send + Sync + 'static {
    /// Connects to a TCP port of a host, both as a file or a server (Kafka's advertised listeners) names them.
    fn dial<'a>(
        &'a self,
        host: &'a str,
        port: u16,
    ) -> BoxFuture<'a, Result<BoxStream, AccessError>>;

    /// Reads a file named by `set-from-file` or `include`, whole.
    fn read<'a>(&'a self, path: &'a str) -> BoxFuture<'a, Result<Vec<u8>, AccessError>>;

    /// Runs `psql`.
    fn psql(&self, call: Psql) -> BoxFuture<'_, Result<PsqlOutput, AccessError>>;
}

/// A call of `psql`.
#[derive(Debug, Clone)]
pub struct Psql {
    /// The server, as `postgres://…`.
    pub url: String,
    /// Further arguments.
    pub args: Vec<String>,
    /// When to end it.
    pub limit: Duration,
}

/// What `psql` printed and how it ended.
#[derive(Debug, Clone)]
pub struct PsqlOutput {
    /// Exit code.
    pub exit_code: i32,
    /// Standard output.
    pub output: String,
    /// Standard error.
    pub errors: String,
}

/// Why something was not reached.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct AccessError {
    /// The kind.
    pub kind: AccessErrorKind,
    /// One sentence for people, without final period; it names the thing and the fix.
    pub message: String,
}

/// Kinds of [`AccessError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessErrorKind {
    /// It was not granted. Trying again does not help.
    Denied,
    /// There is no such thing: no service or file of that name. Trying again does not help.
    Unknown,
    /// It does not answer now.
    Unreachable,
}

impl AccessError {
    /// An error of a kind.
    pub fn new(kind: AccessErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }
}
