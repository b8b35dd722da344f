//! Lends the client a connection that `Access` made.

use std::io;
use std::net::Ipv4Addr;

use tokio::io::copy_bidirectional;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::access::BoxStream;

/// A local port behind which a server is, for one connection. Its end cuts that.
///
/// The client takes no stream, only an address to connect to. A Unix socket would be closed to other users of the
/// machine, but the client holds one for as safe as TLS, and sends the password as it is where a server asks for
/// `caching_sha2_password`; the server, which sees plain TCP, wants it encrypted and refuses it. Behind a local port,
/// both see the same. Somebody else who takes the one connection of the port gets no further than to the server's
/// question for a password, and costs a try.
#[derive(Debug)]
pub(super) struct Forward {
    port: u16,
    /// One task, which ends with this.
    _task: JoinSet<()>,
}

impl Forward {
    /// Waits at a free port for the one connection.
    pub(super) async fn to(server: BoxStream) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        let mut task = JoinSet::new();
        task.spawn(forward(listener, server));
        Ok(Self { port, _task: task })
    }

    /// The port, on 127.0.0.1.
    pub(super) fn port(&self) -> u16 {
        self.port
    }
}

/// An error ends the connection, which the client sees and tells.
async fn forward(listener: TcpListener, mut server: BoxStream) {
    let Ok((mut client, _)) = listener.accept().await else {
        return;
    };
    drop(listener);
    // Packets are small, and each is waited for.
    if client.set_nodelay(true).is_ok() {
        let _ = copy_bidirectional(&mut client, &mut server).await;
    }
}
