//! A unix socket in the run folder that forwards to a service: the `postgres` crate dials a host or a
//! socket, never a stream of ours.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use mzhost_testdrive::access::BoxStream;
use mzhost_testdrive::postgres::tls;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::net::{TcpStream, UnixListener, UnixStream};
use tokio::task::JoinHandle;

use crate::code::Code;
use crate::fault::Fault;
use crate::operation::TlsMode;

/// The port in the socket's name; it says nothing else.
pub(super) const SOCKET_PORT: u16 = 5432;
/// Bytes that are read at once.
const PIECE: usize = 64 * 1024;
/// The longest path of a unix socket on Linux.
const PATH_LIMIT: usize = 107;

/// A socket that forwards; removed when dropped.
pub(super) struct Forward {
    folder: PathBuf,
    task: JoinHandle<()>,
}

impl Forward {
    /// Listens in a new folder below `parent`, and forwards each connection to what `dial` returns. The first
    /// stream is made by the caller, so that its error is told as it is.
    pub(super) fn open<D, F>(
        parent: &Path,
        name: &str,
        first: BoxStream,
        mode: TlsMode,
        budget: Arc<Budget>,
        dial: D,
    ) -> Result<Self, Fault>
    where
        D: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = Result<TcpStream, Fault>> + Send,
    {
        let failed = |path: &Path, error: std::io::Error| {
            Fault::new(
                Code::Io,
                format!("failed to open the socket {}: {error}", path.display()),
            )
        };
        let mut folder = parent.join(name);
        if folder.as_os_str().len() + ".s.PGSQL.5432".len() + 1 > PATH_LIMIT {
            // A state folder with a long path: the socket goes to the system's temporary folder.
            folder = std::env::temp_dir().join(format!("mzhost-{}-{name}", std::process::id()));
        }
        create_private(&folder).map_err(|error| failed(&folder, error))?;
        let path = folder.join(format!(".s.PGSQL.{SOCKET_PORT}"));
        let listener = UnixListener::bind(&path).map_err(|error| failed(&path, error))?;
        let task = tokio::spawn(async move {
            let mut first = Some(first);
            let mut connections = tokio::task::JoinSet::new();
            while let Ok((local, _)) = listener.accept().await {
                let remote = match first.take() {
                    Some(stream) => Ok(stream),
                    None => further(&dial, mode).await,
                };
                let Ok(remote) = remote else { continue };
                let budget = Arc::clone(&budget);
                connections.spawn(async move {
                    // Either side hanging up ends it; the client sees that by itself.
                    drop(carry(local, remote, &budget).await);
                });
            }
        });
        Ok(Self { folder, task })
    }

    /// The folder to give to the client as its host.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }
}

/// How many bytes the server may send for one statement: the client keeps a whole result in memory.
pub(super) struct Budget {
    used: AtomicU64,
}

impl Budget {
    /// Bytes.
    pub(super) const LIMIT: u64 = 256 << 20;

    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            used: AtomicU64::new(0),
        })
    }

    /// A statement begins.
    pub(super) fn reset(&self) {
        self.used.store(0, Ordering::Relaxed);
    }

    /// Whether the server sent too much; then the connection was cut.
    pub(super) fn is_spent(&self) -> bool {
        self.used.load(Ordering::Relaxed) > Self::LIMIT
    }

    fn take(&self, bytes: usize) -> bool {
        self.used.fetch_add(bytes as u64, Ordering::Relaxed);
        !self.is_spent()
    }
}

/// Carries bytes both ways until either side hangs up or the server sends too much.
async fn carry(local: UnixStream, remote: BoxStream, budget: &Budget) -> std::io::Result<()> {
    let (mut from_local, mut to_local) = tokio::io::split(local);
    let (mut from_remote, mut to_remote) = tokio::io::split(remote);
    let down = async {
        let mut piece = vec![0; PIECE];
        loop {
            let read = from_remote.read(&mut piece).await?;
            let Some(bytes) = piece.get(..read).filter(|bytes| !bytes.is_empty()) else {
                return Ok(());
            };
            if !budget.take(read) {
                return Ok(());
            }
            to_local.write_all(bytes).await?;
        }
    };
    tokio::select! {
        sent = copy(&mut from_local, &mut to_remote) => sent.map(drop),
        received = down => received,
    }
}

impl Drop for Forward {
    fn drop(&mut self) {
        self.task.abort();
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// A further connection, such as one that cancels a statement.
async fn further<F>(dial: &impl Fn() -> F, mode: TlsMode) -> Result<BoxStream, std::io::Error>
where
    F: Future<Output = Result<TcpStream, Fault>>,
{
    let stream = dial().await.map_err(std::io::Error::other)?;
    tls::negotiate(stream, mode.into()).await
}

fn create_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;

    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}
