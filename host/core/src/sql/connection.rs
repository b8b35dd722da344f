//! A connection as the rest of mzhost sees it: asynchronous, cancelled by dropping the call.

use std::future::Future;
use std::path::Path;
use std::sync::Arc;

use mzhost_testdrive::mask::Masker;
use mzhost_testdrive::postgres::tls;
use postgres::config::SslMode;
use postgres::{CancelToken, Config, NoTls};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

use super::forward::{Budget, Forward, SOCKET_PORT};
use super::worker::{self, Command, Worker};
use crate::code::Code;
use crate::fault::Fault;
use crate::operation::{Rows, SqlTarget};
use crate::outputs::Outputs;

/// How much of a result is handed on.
#[derive(Debug, Clone)]
pub struct SqlLimits {
    /// Rows.
    pub rows: usize,
    /// Bytes of all cells.
    pub bytes: usize,
    /// Where a result that is longer is kept as a whole.
    pub outputs: Outputs,
    /// What is masked there.
    pub masker: Masker,
}

/// An open connection.
pub struct Connection {
    worker: Worker,
    service: String,
    budget: Arc<Budget>,
    // Dropped after the worker's channel, so that the client can still say goodbye.
    forward: Arc<Forward>,
}

/// Cancels the running statement unless it was answered. Cancelling connects, so the forwarded socket stays
/// as long as it takes.
struct CancelOnDrop(Option<(CancelToken, Arc<Forward>)>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        if let Some((token, forward)) = self.0.take() {
            // Cancelling connects and blocks; nobody waits for it.
            drop(
                std::thread::Builder::new()
                    .name("sql-cancel".to_owned())
                    .spawn(move || {
                        drop(token.cancel_query(NoTls));
                        drop(forward);
                    }),
            );
        }
    }
}

/// That nobody listens is, for SQL, that no connection could be made.
fn not_listening(fault: Fault) -> Fault {
    if fault.is(Code::ServicePort) {
        return Fault {
            code: Code::SqlConnect.name().to_owned(),
            ..fault
        };
    }
    fault
}

impl Connection {
    /// Connects through a socket in the new folder `name` of `sockets` to what `dial` reaches.
    pub async fn open<D, F>(
        target: &SqlTarget,
        sockets: &Path,
        name: &str,
        limits: SqlLimits,
        dial: D,
    ) -> Result<Self, Fault>
    where
        D: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = Result<TcpStream, Fault>> + Send,
    {
        let first = dial().await.map_err(not_listening)?;
        let first = tls::negotiate(first, target.tls.into())
            .await
            .map_err(|error| {
                Fault::new(
                    Code::SqlConnect,
                    format!(
                        "failed to connect to {}:{}: {error}",
                        target.service, target.port
                    ),
                )
                .service(&target.service)
            })?;
        let budget = Budget::new();
        let forward = Forward::open(sockets, name, first, target.tls, Arc::clone(&budget), dial)?;
        let mut config = Config::new();
        config
            .host_path(forward.folder())
            .port(SOCKET_PORT)
            .user(&target.user)
            .dbname(&target.database)
            .application_name("mzhost")
            .ssl_mode(SslMode::Disable);
        if let Some(password) = &target.password {
            config.password(password);
        }
        let worker = worker::start(config, limits, name)
            .await
            .map_err(|fault| Fault {
                message: format!(
                    "failed to connect to {}:{} as {}: {}",
                    target.service, target.port, target.user, fault.message
                ),
                ..fault.service(&target.service)
            })?;
        Ok(Self {
            worker,
            service: target.service.clone(),
            budget,
            forward: Arc::new(forward),
        })
    }

    /// Runs one statement.
    pub async fn query(
        &self,
        statement: String,
        params: Vec<Option<String>>,
    ) -> Result<Rows, Fault> {
        let text = statement.clone();
        self.ask(|answer| Command::Query {
            statement,
            params,
            answer,
        })
        .await
        .map_err(|fault| fault.detail("statement", text))
    }

    /// Runs statements separated by semicolons.
    pub async fn batch(&self, statements: String) -> Result<(), Fault> {
        self.ask(|answer| Command::Batch { statements, answer })
            .await
    }

    /// Runs statements separated by semicolons and reads the rows of each, without their types.
    pub async fn script(&self, statements: String) -> Result<Vec<Rows>, Fault> {
        self.ask(|answer| Command::Script { statements, answer })
            .await
    }

    async fn ask<T>(
        &self,
        command: impl FnOnce(oneshot::Sender<Result<T, Fault>>) -> Command,
    ) -> Result<T, Fault> {
        let (answer, answered) = oneshot::channel();
        let closed =
            || Fault::new(Code::SqlClosed, "the SQL connection is closed").service(&self.service);
        self.budget.reset();
        self.worker
            .commands
            .send(command(answer))
            .map_err(|_| closed())?;
        let token = self.worker.cancel.clone();
        let mut guard = CancelOnDrop(Some((token, Arc::clone(&self.forward))));
        let result = answered.await;
        guard.0 = None;
        if self.budget.is_spent() {
            return Err(Fault::new(
                Code::LimitInput,
                format!(
                    "the server sent more than {} MiB for one statement, and the connection was cut; ask for less",
                    Budget::LIMIT >> 20
                ),
            )
            .service(&self.service));
        }
        result
            .map_err(|_| closed())?
            .map_err(|fault| fault.service(&self.service))
    }
}
