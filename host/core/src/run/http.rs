//! One HTTP GET to a service, for probes and waits.

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::setup::Run;
use crate::code::Code;
use crate::engine::ids::ContainerId;
use crate::fault::Fault;

/// Bytes of an answer's head that are read at most.
const HEAD_LIMIT: usize = 16 * 1024;

impl Run {
    /// Gets a path and checks the status: the one wanted, or any from 200 to 399.
    pub(crate) async fn http_get(
        &self,
        service: &str,
        id: &ContainerId,
        port: u16,
        path: &str,
        wanted: Option<u16>,
    ) -> Result<u16, Fault> {
        let failed = |reason: String| {
            Fault::new(
                Code::ServicePort,
                format!("HTTP GET {service}:{port}{path}: {reason}"),
            )
            .service(service)
        };
        if !path.starts_with('/') || path.bytes().any(|byte| byte <= b' ' || byte == 0x7f) {
            return Err(failed(
                "the path must begin with / and hold no spaces".to_owned(),
            ));
        }
        let mut stream = self.dialer.dial(service, id, port).await?;
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {service}:{port}\r\nUser-Agent: mzhost\r\nAccept: */*\r\nConnection: close\r\n\r\n"
        );
        stream
            .write_all(request.as_bytes())
            .await
            .map_err(|error| failed(error.to_string()))?;
        let status = read_status(&mut stream).await.map_err(failed)?;
        let fits = wanted.map_or((200..400).contains(&status), |wanted| wanted == status);
        if fits {
            return Ok(status);
        }
        Err(failed(format!("the answer's status is {status}")).detail("status", status.to_string()))
    }
}

/// Reads an answer as far as its status.
async fn read_status(stream: &mut (impl AsyncReadExt + Unpin)) -> Result<u16, String> {
    let mut head = Vec::new();
    let mut piece = [0; 1024];
    loop {
        let read = stream
            .read(&mut piece)
            .await
            .map_err(|error| error.to_string())?;
        head.extend(piece.iter().take(read));
        let mut headers = [httparse::EMPTY_HEADER; 0];
        let mut response = httparse::Response::new(&mut headers);
        // Only the status line matters; more headers than there is room for are no error here.
        match response.parse(&head) {
            Ok(_) | Err(httparse::Error::TooManyHeaders) => {
                if let Some(code) = response.code {
                    return Ok(code);
                }
            }
            Err(error) => return Err(format!("no HTTP answer: {error}")),
        }
        if read == 0 || head.len() > HEAD_LIMIT {
            return Err("the answer has no status".to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_status_is_read_and_garbage_refused() {
        let mut good = &b"HTTP/1.1 204 No Content\r\nA: b\r\n\r\n"[..];
        assert_eq!(read_status(&mut good).await, Ok(204));
        let mut bad = &b"SSH-2.0-OpenSSH\r\n"[..];
        assert!(read_status(&mut bad).await.is_err());
        let mut empty = &b""[..];
        assert!(read_status(&mut empty).await.is_err());
    }
}
