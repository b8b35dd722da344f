//! The thread that owns a client: the `postgres` crate blocks, also when its client is dropped, and must
//! never do so inside an asynchronous task.

use std::sync::mpsc;

use postgres::{CancelToken, Client, Config, NoTls};
use tokio::sync::oneshot;

use super::connection::SqlLimits;
use super::statement::{self, Naming};
use crate::fault::Fault;
use crate::operation::Rows;

/// What a worker is asked for.
pub(super) enum Command {
    /// One statement with parameters.
    Query {
        statement: String,
        params: Vec<Option<String>>,
        answer: oneshot::Sender<Result<Rows, Fault>>,
    },
    /// Statements without results.
    Batch {
        statements: String,
        answer: oneshot::Sender<Result<(), Fault>>,
    },
    /// Statements with the rows of each.
    Script {
        statements: String,
        answer: oneshot::Sender<Result<Vec<Rows>, Fault>>,
    },
}

/// A running worker.
pub(super) struct Worker {
    pub(super) commands: mpsc::Sender<Command>,
    pub(super) cancel: CancelToken,
}

/// Starts a thread, connects there, and waits for the outcome.
pub(super) async fn start(config: Config, limits: SqlLimits, name: &str) -> Result<Worker, Fault> {
    let naming = Naming {
        limits,
        connection: name.to_owned(),
    };
    let (ready, connected) = oneshot::channel();
    let (commands, inbox) = mpsc::channel();
    let spawned = std::thread::Builder::new()
        .name("sql".to_owned())
        .spawn(move || match config.connect(NoTls) {
            Ok(client) => {
                let cancel = client.cancel_token();
                if ready.send(Ok(cancel)).is_ok() {
                    serve(client, &inbox, &naming);
                }
            }
            Err(error) => drop(ready.send(Err(error))),
        });
    if let Err(error) = spawned {
        return Err(connect_fault(&format!(
            "no thread could be started: {error}"
        )));
    }
    match connected.await {
        Ok(Ok(cancel)) => Ok(Worker { commands, cancel }),
        Ok(Err(error)) => Err(match error.as_db_error() {
            // The server answered: its SQLSTATE says whether trying again can help.
            Some(_) => {
                let fault = statement::sql_fault(error);
                Fault {
                    code: crate::code::Code::SqlConnect.name().to_owned(),
                    ..fault
                }
            }
            None => connect_fault(&crate::fault::chain(&error)),
        }),
        Err(_) => Err(connect_fault("the connection's thread ended")),
    }
}

fn connect_fault(reason: &str) -> Fault {
    Fault::new(crate::code::Code::SqlConnect, reason)
}

/// Serves commands until all senders are gone; then the client closes here, where it may block.
fn serve(mut client: Client, inbox: &mpsc::Receiver<Command>, naming: &Naming) {
    for number in 0.. {
        let Ok(command) = inbox.recv() else { return };
        match command {
            Command::Query {
                statement,
                params,
                answer,
            } => drop(answer.send(statement::query(
                &mut client,
                number,
                &statement,
                &params,
                naming,
            ))),
            Command::Batch { statements, answer } => {
                drop(answer.send(statement::batch(&mut client, &statements)));
            }
            Command::Script { statements, answer } => {
                drop(answer.send(statement::script(&mut client, number, &statements, naming)));
            }
        }
    }
}
