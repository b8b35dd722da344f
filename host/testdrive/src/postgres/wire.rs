//! Messages on a stream, and what becomes of a statement that nobody waits for any more.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::BytesMut;
use fallible_iterator::FallibleIterator;
use postgres_protocol::message::backend::{DataRowBody, Header, Message};
use postgres_protocol::message::frontend;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::error::SqlError;
use super::target::Target;
use crate::access::{Access, BoxStream, Stream};

/// Bytes of the answer to one statement: it is kept in memory as a whole.
pub const ANSWER_LIMIT: usize = 256 << 20;
/// Bytes that are read at once.
const PIECE: usize = 32 << 10;
/// How long a server may take to give up a statement that was cancelled.
const SETTLE_LIMIT: Duration = Duration::from_secs(10);
/// How long sending a cancel request may take.
const CANCEL_LIMIT: Duration = Duration::from_secs(5);

/// A stream of messages.
pub(super) struct Wire<S = BoxStream> {
    stream: S,
    buffer: BytesMut,
    state: State,
    /// Bytes of the answer so far.
    received: usize,
    failed_transaction: bool,
}

/// Where the conversation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// The server waits for a statement.
    Ready,
    /// A message is half sent: nobody can go on from here.
    Sending,
    /// An answer is on its way.
    Answering,
    /// It is over.
    Closed,
}

impl<S: Stream> Wire<S> {
    /// A stream on which some bytes were read already.
    pub(super) fn new(stream: S, buffer: BytesMut) -> Self {
        Self {
            stream,
            buffer,
            state: State::Ready,
            received: 0,
            failed_transaction: false,
        }
    }

    /// The bytes that were read and not used.
    pub(super) fn into_rest(self) -> BytesMut {
        self.buffer
    }

    /// Whether a transaction is open that has failed.
    pub(super) fn in_failed_transaction(&self) -> bool {
        self.failed_transaction
    }

    /// Nothing more can be said.
    pub(super) fn close(&mut self) {
        self.state = State::Closed;
    }

    /// Sends messages.
    pub(super) async fn send(&mut self, message: &[u8]) -> Result<(), SqlError> {
        if matches!(self.state, State::Sending | State::Closed) {
            return Err(SqlError::closed("the connection is closed"));
        }
        self.state = State::Sending;
        self.received = 0;
        let sent = async {
            self.stream.write_all(message).await?;
            self.stream.flush().await
        };
        sent.await.inspect_err(|_| self.state = State::Closed)?;
        self.state = State::Answering;
        Ok(())
    }

    /// The next message.
    pub(super) async fn receive(&mut self) -> Result<Message, SqlError> {
        let result = self.next_message().await;
        match &result {
            Ok(Message::ReadyForQuery(body)) => {
                self.state = State::Ready;
                self.failed_transaction = body.status() == b'E';
            }
            Ok(_) => {}
            Err(_) => self.state = State::Closed,
        }
        result
    }

    async fn next_message(&mut self) -> Result<Message, SqlError> {
        loop {
            // The parser makes room for whatever length is told.
            if let Some(header) = Header::parse(&self.buffer)? {
                let length = usize::try_from(header.len()).unwrap_or(usize::MAX);
                if self.received.saturating_add(length) > ANSWER_LIMIT {
                    return Err(SqlError::closed(format!(
                        "the server sent more than {} MiB for one statement; ask for less",
                        ANSWER_LIMIT >> 20
                    )));
                }
            }
            let before = self.buffer.len();
            if let Some(message) = Message::parse(&mut self.buffer)? {
                self.received += before - self.buffer.len();
                return Ok(message);
            }
            self.buffer.reserve(PIECE);
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(SqlError::closed("the server closed the connection"));
            }
        }
    }

    /// Whether an answer is on its way that nobody waits for any more.
    pub(super) fn is_answering(&self) -> bool {
        self.state == State::Answering
    }

    /// Reads what is left of the answer to a statement that was cancelled.
    pub(super) async fn settle(&mut self) -> Result<(), SqlError> {
        let rest = async {
            loop {
                self.received = 0;
                if matches!(self.receive().await?, Message::ReadyForQuery(_)) {
                    return Ok(());
                }
            }
        };
        if let Ok(result) = timeout(SETTLE_LIMIT, rest).await {
            return result;
        }
        self.state = State::Closed;
        Err(SqlError::closed(
            "the server did not give up the statement that was cancelled",
        ))
    }
}

/// The server's text of a row's cells.
pub(super) fn cells(row: &DataRowBody) -> std::io::Result<Vec<Option<String>>> {
    let buffer = row.buffer();
    let text = |range: std::ops::Range<usize>| {
        let bytes = buffer.get(range).unwrap_or_default();
        String::from_utf8_lossy(bytes).into_owned()
    };
    row.ranges().map(|range| Ok(range.map(text))).collect()
}

/// The number at the end of a completed command's tag.
pub(super) fn affected(tag: &str) -> u64 {
    let number = tag.rsplit(' ').next().unwrap_or_default();
    number.parse().unwrap_or_default()
}

/// How a connection's statement is cancelled.
pub(super) struct Cancel {
    pub(super) access: Arc<dyn Access>,
    pub(super) target: Target,
    pub(super) process: i32,
    pub(super) secret: i32,
    /// The request that is under way.
    pub(super) running: Mutex<Option<JoinHandle<()>>>,
}

impl Cancel {
    /// Cancels the statement when it is dropped, unless it is disarmed before.
    pub(super) fn on_drop(self: &Arc<Self>) -> CancelOnDrop {
        CancelOnDrop(Some(Arc::clone(self)))
    }

    /// Waits until the request that was under way has reached the server.
    pub(super) async fn done(&self) {
        let running = self
            .running
            .lock()
            .ok()
            .and_then(|mut running| running.take());
        if let Some(task) = running {
            // It has its own time limit.
            drop(task.await);
        }
    }

    /// Asks the server, on a stream of its own, as the protocol wants it.
    async fn cancel(&self) {
        let asked = async {
            let mut stream = self.target.dial(&self.access).await.ok()?;
            let mut message = BytesMut::new();
            frontend::cancel_request(self.process, self.secret, &mut message);
            stream.write_all(&message).await.ok()?;
            stream.flush().await.ok()?;
            // The server hangs up when it has passed the request on.
            stream.read_u8().await.ok()
        };
        // Nobody waits for it; the connection tells when the statement goes on nevertheless.
        drop(timeout(CANCEL_LIMIT, asked).await);
    }
}

/// See [`Cancel::on_drop`].
pub(super) struct CancelOnDrop(Option<Arc<Cancel>>);

impl CancelOnDrop {
    /// The statement was answered.
    pub(super) fn disarm(mut self) {
        self.0 = None;
    }
}

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        if let Some(cancel) = self.0.take()
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            let task = Arc::clone(&cancel);
            let task = runtime.spawn(async move { task.cancel().await });
            if let Ok(mut running) = cancel.running.lock() {
                *running = Some(task);
            }
        }
    }
}
