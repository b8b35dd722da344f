//! An engine that is slow to make what a run asked for, and makes it when the run is dead.

use std::io::{self, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use mzhost_test_artifacts::ANY_SERVICES;

use super::engine::Engine;
use super::kills::id;

/// How long the engine hesitates: longer than a reaper waits that knows of nothing to wait for.
const SLOW: Duration = Duration::from_secs(4);

/// How long the run may take to ask.
const PATIENCE: Duration = Duration::from_mins(1);

/// Without networks: they would be gone when the engine begins with the container, and it would refuse to make it. A
/// slow engine has looked for them before.
const ALONE: &str = "services: {box: {image: 'debian:bookworm-slim', command: [sleep, infinity], network_mode: none}}";

#[test]
fn what_the_engine_makes_after_the_death_of_its_run_is_removed() {
    let engine = Engine::start(&["debian:bookworm-slim"]);
    let (seen, asked) = mpsc::channel();
    let address = hesitate(&engine, "/containers/create", seen);
    let args = ["--allow-env", "DOCUMENT", "--format", "jsonl"];
    let running = engine
        .mzhost(&["run", ANY_SERVICES])
        .args(&args)
        .env("DOCKER_HOST", address)
        .env("DOCUMENT", ALONE)
        .start();
    asked.recv_timeout(PATIENCE).unwrap();
    running.signal("KILL");
    let run = id(&running.done().out);
    engine.forgets(&run);
    let log = std::fs::read_to_string(engine.run_folder(&run).join("reaper.log")).unwrap();
    assert!(log.contains("removed 1 container"), "{log}");
    engine.is_empty();
}

/// The address of a proxy that holds such requests back, and tells of each that it does.
fn hesitate(engine: &Engine, request: &'static str, seen: mpsc::Sender<()>) -> String {
    let address = engine.address();
    let to = PathBuf::from(address.strip_prefix("unix://").unwrap());
    let from = to.with_file_name("slow");
    let listener = UnixListener::bind(&from).unwrap();
    thread::spawn(move || {
        for client in listener.incoming() {
            let (client, server) = (client.unwrap(), UnixStream::connect(&to).unwrap());
            let (back, seen) = (
                (server.try_clone().unwrap(), client.try_clone().unwrap()),
                seen.clone(),
            );
            thread::spawn(move || pass(back.0, back.1, |_| ()));
            thread::spawn(move || {
                pass(client, server, |bytes| {
                    if String::from_utf8_lossy(bytes).contains(request) {
                        seen.send(()).ok();
                        thread::sleep(SLOW);
                    }
                });
            });
        }
    });
    format!("unix://{}", from.display())
}

/// Passes on what comes until there is no more, or nobody who takes it.
fn pass(mut from: UnixStream, mut to: UnixStream, before: impl Fn(&[u8])) {
    let mut bytes = [0; 1 << 14];
    let mut next = || -> io::Result<usize> {
        let read = from.read(&mut bytes)?;
        before(&bytes[..read]);
        to.write_all(&bytes[..read])?;
        Ok(read)
    };
    while next().is_ok_and(|read| read > 0) {}
    drop(to.shutdown(std::net::Shutdown::Write));
}
