use std::sync::Mutex;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

use super::{Answer, Request, Target, send};
use crate::access::{Access, AccessError, AccessErrorKind, BoxFuture, BoxStream, Psql, PsqlOutput};
use crate::failure::{Blame, Error};

/// Reaches one server, which is in memory, once.
struct Memory(Mutex<Option<DuplexStream>>);

impl Access for Memory {
    fn dial<'a>(
        &'a self,
        host: &'a str,
        port: u16,
    ) -> BoxFuture<'a, Result<BoxStream, AccessError>> {
        let stream = (host == "server" && port == 8081)
            .then(|| self.0.lock().unwrap().take())
            .flatten();
        Box::pin(async {
            match stream {
                Some(stream) => Ok(Box::new(stream) as BoxStream),
                None => Err(unreachable()),
            }
        })
    }

    fn read<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Vec<u8>, AccessError>> {
        Box::pin(async { Err(unreachable()) })
    }

    fn psql(&self, _: Psql) -> BoxFuture<'_, Result<PsqlOutput, AccessError>> {
        Box::pin(async { Err(unreachable()) })
    }
}

fn unreachable() -> AccessError {
    AccessError::new(AccessErrorKind::Unreachable, "nobody there")
}

/// What a request gets from a server that answers this, and what the server got. Without an answer it hangs.
async fn exchange(answer: Option<&str>) -> (Result<Answer, Error>, String) {
    let (near, mut far) = duplex(1024);
    let access = Memory(Mutex::new(Some(near)));
    let target = Target::parse("http://user:word@server:8081/a?b=c").unwrap();
    let request = Request {
        method: "POST",
        target: &target,
        content_type: Some("text/x"),
        credentials: None,
        body: "hello",
        most: 100,
        limit: Duration::from_secs(5),
    };
    let server = async {
        let mut seen = String::new();
        let mut buffer = [0; 1024];
        while !seen.ends_with("hello") {
            let length = far.read(&mut buffer).await.unwrap();
            seen.push_str(std::str::from_utf8(&buffer[..length]).unwrap());
        }
        match answer {
            Some(answer) => {
                // The client may be gone before it has read all of a long answer.
                let _ = far.write_all(answer.as_bytes()).await;
                drop(far);
                (seen, None)
            }
            None => (seen, Some(far)),
        }
    };
    let (result, (seen, _open)) = tokio::join!(send(&access, request), server);
    (result, seen.to_lowercase())
}

#[tokio::test]
async fn a_request_and_its_answer() {
    let answer = "HTTP/1.1 302 Found\r\nlocation: /\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    let (result, seen) = exchange(Some(answer)).await;
    let answer = result.unwrap();
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (302, "abc"));
    assert!(seen.starts_with("post /a?b=c http/1.1\r\n"), "{seen}");
    for header in [
        "host: server:8081",
        "content-type: text/x",
        "content-length: 5",
        "authorization: basic dxnlcjp3b3jk",
    ] {
        assert!(
            seen.contains(&format!("\r\n{header}\r\n")),
            "{header}: {seen}"
        );
    }
}

#[tokio::test]
async fn answers_that_are_not_whole_are_errors() {
    let long = format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(101));
    let error = exchange(Some(&long)).await.0.unwrap_err();
    assert!(error.message.contains("longer than 100 bytes"), "{error}");
    for broken in [
        "",
        "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc",
        "what\r\n\r\n",
    ] {
        let error = exchange(Some(broken)).await.0.unwrap_err();
        assert_eq!(error.blame, Blame::Environment, "{error}");
        assert!(
            error.message.starts_with("http://server:8081/a?b=c: "),
            "{error}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_hangs_is_not_waited_for() {
    let error = exchange(None).await.0.unwrap_err();
    assert!(
        error.message.ends_with("did not answer within 5000 ms"),
        "{error}"
    );
}
