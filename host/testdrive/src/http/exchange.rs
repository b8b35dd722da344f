//! One request over a stream that is open already, in plain data. [`send`](super::send) is made of it, and so is a
//! workflow's own request to a service.

use std::error::Error as _;
use std::pin::pin;

use bytes::Bytes;
use futures_util::future::{Either, select};
use http_body_util::{BodyExt, Full};
use hyper::body::Body;
use hyper::client::conn::http1;
use hyper::header::{
    ACCEPT, CONNECTION, CONTENT_LENGTH, HOST, HeaderMap, HeaderName, TRANSFER_ENCODING, UPGRADE,
    USER_AGENT,
};
use hyper::{Method, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};

/// Headers that say how a message is sent, which is not the caller's business.
const OWN_HEADERS: [HeaderName; 4] = [CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING, UPGRADE];

/// A request as a workflow writes it.
#[derive(Debug, Clone, Copy)]
pub struct PlainRequest<'a> {
    /// The method, such as `GET`.
    pub method: &'a str,
    /// Value of the `Host` header, unless the headers have one.
    pub authority: &'a str,
    /// Path and query, from `/` on.
    pub path: &'a str,
    /// Names and values, in this order.
    pub headers: &'a [(String, String)],
    /// The body; may be empty.
    pub body: &'a [u8],
    /// The bytes of the answer's body that are taken.
    pub most: usize,
}

/// An answer, whatever its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainAnswer {
    /// The status code.
    pub status: u16,
    /// Names in lower case, and values; bytes that are not UTF-8 are replaced.
    pub headers: Vec<(String, String)>,
    /// The body, or its beginning.
    pub body: Vec<u8>,
    /// Whether the body is longer than was to be taken.
    pub truncated: bool,
}

/// Why there is no answer. Messages are one sentence without final period.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The request cannot be written as HTTP.
    #[error("{0}")]
    Invalid(String),
    /// The other side broke off, or does not speak HTTP.
    #[error("{0}")]
    Broken(String),
}

/// Sends a request and reads the answer. Redirects are not followed. Dropping the future closes the connection.
pub async fn exchange<S>(stream: S, request: PlainRequest<'_>) -> Result<PlainAnswer, ExchangeError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let message = message(&request)?;
    let answer = over(stream, message, request.most)
        .await
        .map_err(|error| ExchangeError::Broken(explain(&error)))?;
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    let headers = answer.headers.iter();
    Ok(PlainAnswer {
        status: answer.status.as_u16(),
        headers: headers
            .map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes())))
            .collect(),
        body: answer.body,
        truncated: answer.truncated,
    })
}

/// Checks a request without sending it.
pub fn check(request: &PlainRequest<'_>) -> Result<(), ExchangeError> {
    message(request).map(drop)
}

/// A message that can be sent.
pub(super) type Message = hyper::Request<Full<Bytes>>;

fn message(request: &PlainRequest<'_>) -> Result<Message, ExchangeError> {
    let invalid = ExchangeError::Invalid;
    let method = Method::from_bytes(request.method.as_bytes())
        .ok()
        .filter(|method| *method != Method::CONNECT)
        .ok_or_else(|| invalid(format!("{:?} is not a method to use here", request.method)))?;
    if !request.path.starts_with('/') {
        let text = format!("the path {:?} does not begin with /", request.path);
        return Err(invalid(text));
    }
    let mut headers = HeaderMap::new();
    for (name, value) in request.headers {
        let name: HeaderName = name
            .parse()
            .map_err(|error| invalid(format!("header {name:?}: {error}")))?;
        if OWN_HEADERS.contains(&name) {
            return Err(invalid(format!("mzhost sets the header {name} itself")));
        }
        let value = value
            .parse()
            .map_err(|error| invalid(format!("value of the header {name}: {error}")))?;
        headers.append(name, value);
    }
    let defaults = [
        (HOST, request.authority),
        (USER_AGENT, "mzhost"),
        (ACCEPT, "*/*"),
    ];
    let mut builder = hyper::Request::builder().method(method).uri(request.path);
    for (name, value) in defaults {
        if !headers.contains_key(&name) {
            builder = builder.header(name, value);
        }
    }
    let body = Full::new(Bytes::copy_from_slice(request.body));
    let mut message = builder
        .body(body)
        .map_err(|error| invalid(format!("path {:?}: {error}", request.path)))?;
    message.headers_mut().extend(headers);
    Ok(message)
}

/// What came back.
pub(super) struct Received {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    pub(super) truncated: bool,
}

/// Sends a message and reads at most so many bytes of the answer's body.
pub(super) async fn over<S>(
    stream: S,
    message: Message,
    most: usize,
) -> Result<Received, hyper::Error>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let answer = pin!(async {
        let response = sender.send_request(message).await?;
        let (head, body) = response.into_parts();
        let (body, truncated) = take(body, most).await?;
        Ok(Received {
            status: head.status,
            headers: head.headers,
            body,
            truncated,
        })
    });
    // The connection does the work of the sender, here and not in a task of its own, so that both end together.
    match select(answer, pin!(connection)).await {
        Either::Left((answer, _)) => answer,
        Either::Right((_, answer)) => answer.await,
    }
}

/// The first bytes of a body, and whether there are more.
async fn take<B>(body: B, most: usize) -> Result<(Vec<u8>, bool), B::Error>
where
    B: Body<Data = Bytes>,
{
    let mut body = pin!(body);
    let mut taken = Vec::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else {
            continue;
        };
        let room = most - taken.len();
        taken.extend(data.iter().take(room));
        if data.len() > room {
            return Ok((taken, true));
        }
    }
    Ok((taken, false))
}

/// An error of the connection with its cause.
pub(super) fn explain(error: &hyper::Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    const PLAIN: PlainRequest<'_> = PlainRequest {
        method: "GET",
        authority: "web:80",
        path: "/a?b",
        headers: &[],
        body: b"",
        most: 5,
    };

    #[tokio::test]
    async fn an_answer_comes_with_headers_and_is_cut() {
        let (near, mut far) = duplex(1024);
        let headers = [("X-Mine".to_owned(), "1".to_owned())];
        let request = PlainRequest {
            headers: &headers,
            ..PLAIN
        };
        let server = async {
            let mut seen = vec![0; 1024];
            let read = far.read(&mut seen).await.unwrap();
            far.write_all(
                b"HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 7\r\n\r\n1234567",
            )
            .await
            .unwrap();
            String::from_utf8_lossy(&seen[..read]).into_owned()
        };
        let (answer, seen) = tokio::join!(exchange(near, request), server);
        let answer = answer.unwrap();
        assert_eq!((answer.status, answer.truncated), (302, true));
        assert_eq!(answer.body, b"12345");
        assert!(
            answer
                .headers
                .contains(&("location".to_owned(), "/b".to_owned()))
        );
        assert!(seen.starts_with("GET /a?b HTTP/1.1\r\n"), "{seen}");
        assert!(
            seen.contains("host: web:80\r\n") && seen.contains("x-mine: 1\r\n"),
            "{seen}"
        );
    }

    #[test]
    fn what_cannot_be_written_as_http_is_refused() {
        let header = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
        let wrong = |request: PlainRequest<'_>| check(&request).unwrap_err().to_string();
        for method in ["", "G T", "CONNECT", "GET\r\nX: y"] {
            assert!(wrong(PlainRequest { method, ..PLAIN }).contains("method"));
        }
        for path in ["", "a", "http://other/", "/a b", "/a\r\nX: y"] {
            assert!(
                wrong(PlainRequest { path, ..PLAIN }).contains("path"),
                "{path}"
            );
        }
        for headers in [
            header("a b", "1"),
            header("a", "1\r\nb: 2"),
            header("Content-Length", "99"),
            header("Transfer-Encoding", "chunked"),
        ] {
            let headers = &headers;
            assert!(wrong(PlainRequest { headers, ..PLAIN }).contains("header"));
        }
    }
}
