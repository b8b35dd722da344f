//! An engine that is reached by TCP.

use std::time::Duration;

use mzhost_core::engine::{Endpoint, Engine};
use mzhost_core::operation::{Data, ExecOptions, Operation, Reply};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, UnixStream};
use tokio::task::JoinSet;

use crate::Outcome;
use crate::server::{SERVER, cell, query};
use crate::stage::on_stage;

/// Forwards a TCP port to a socket for as long as the task set lives.
async fn forward(address: &str) -> Outcome<(u16, JoinSet<()>)> {
    let socket = address.trim_start_matches("unix://").to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    let mut tasks = JoinSet::new();
    tasks.spawn(async move {
        let mut connections = JoinSet::new();
        while let Ok((mut here, _)) = listener.accept().await {
            let socket = socket.clone();
            connections.spawn(async move {
                if let Ok(mut there) = UnixStream::connect(socket).await {
                    drop(copy_bidirectional(&mut here, &mut there).await);
                }
            });
        }
    });
    Ok((port, tasks))
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_works_over_tcp() {
    on_stage("tcp", async |stage| {
        let (port, _forwarder) = forward(&stage.engine.endpoint().address).await?;
        let endpoint = Endpoint {
            address: format!("tcp://127.0.0.1:{port}"),
            certificates: None,
            origin: "the test".to_owned(),
        };
        let engine = Engine::connect(endpoint).await?;
        let play = stage.play_on(&engine, &stage.project, SERVER, |_| {})?;
        play.up().await?;

        let db = play.connect().await?;
        assert_eq!(cell(&query(&db, "select 6 * 7").await?), "42");
        let options = ExecOptions {
            input: Some(b"through\n".repeat(10_000)),
            ..ExecOptions::default()
        };
        let counted = play.exec("db", &["wc", "-l"], options).await?;
        assert_eq!(counted.output.content.trim(), "10000");
        play.line("db", "ready to accept connections").await?;

        let (service, path) = ("db".to_owned(), "/tmp/file".to_owned());
        play.perform(Operation::CopyIn {
            service: service.clone(),
            path: path.clone(),
            content: b"there and back".to_vec(),
            mode: 0o600,
        })
        .await?;
        let back = play.perform(Operation::CopyOut { service, path }).await?;
        let whole = Data {
            content: b"there and back".to_vec(),
            truncated: false,
        };
        assert_eq!(back, Reply::Data(whole));

        let down = play.perform(Operation::Down { volumes: true });
        tokio::time::timeout(Duration::from_secs(20), down).await??;
        assert_eq!(stage.left(&stage.project).await?, Vec::<String>::new());
        Ok(())
    })
    .await;
}
