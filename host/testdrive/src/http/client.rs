//! One request and its answer.

use std::error::Error as _;
use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::{Either, select};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue, USER_AGENT};
use hyper::{Method, StatusCode};
use hyper_util::rt::TokioIo;

use super::target::{Target, basic};
use super::tls;
use crate::access::Access;
use crate::failure::Error;

/// A request.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The method, in capitals.
    pub method: &'a str,
    /// Whom to ask, and what.
    pub target: &'a Target,
    /// Kind of the body.
    pub content_type: Option<&'a str>,
    /// User and password; stands above those of the URL.
    pub credentials: Option<(&'a str, &'a str)>,
    /// The body; may be empty.
    pub body: &'a str,
    /// The longest answer that is taken, in bytes.
    pub most: usize,
    /// How long all of it may take, connecting included.
    pub limit: Duration,
}

/// An answer, whatever its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: StatusCode,
    /// The body; bytes that are not UTF-8 are replaced.
    pub body: String,
}

impl Answer {
    /// Status and the body's beginning, in one line for an error.
    pub fn brief(&self) -> String {
        let status = self.status;
        let text = self.body.split_whitespace().collect::<Vec<_>>().join(" ");
        match text.char_indices().nth(LONGEST_QUOTE) {
            Some((end, _)) => format!("{status}: {} …", text.get(..end).unwrap_or_default()),
            None if text.is_empty() => status.to_string(),
            None => format!("{status}: {text}"),
        }
    }
}

/// Characters of an answer that an error shows.
const LONGEST_QUOTE: usize = 300;

/// Sends a request and reads the answer. Redirects are not followed. Dropping the future closes the connection.
///
/// It fails if the request cannot be written as HTTP (the file is wrong), the server is not reached or breaks off, the
/// time is over, or the answer is too long.
pub async fn send(access: &dyn Access, request: Request<'_>) -> Result<Answer, Error> {
    let message = message(&request)?;
    match tokio::time::timeout(request.limit, exchange(access, &request, message)).await {
        Ok(result) => result,
        Err(_) => Err(Error::environment(format!(
            "{} did not answer within {} ms",
            request.target.shown,
            request.limit.as_millis()
        ))),
    }
}

type Message = hyper::Request<Full<Bytes>>;

fn message(request: &Request<'_>) -> Result<Message, Error> {
    let target = request.target;
    let method = Method::from_bytes(request.method.as_bytes())
        .map_err(|_| Error::file(format!("{:?} is not an HTTP method", request.method)))?;
    let authorization = match request.credentials {
        Some((user, password)) => Some(basic(user, password)),
        None => target.authorization.clone(),
    };
    let mut builder = hyper::Request::builder()
        .method(method)
        .uri(&target.path)
        .header(HOST, &target.authority)
        .header(USER_AGENT, "mzhost")
        .header(ACCEPT, "*/*");
    if let Some(content_type) = request.content_type {
        builder = builder.header(CONTENT_TYPE, content_type);
    }
    if let Some(text) = authorization {
        let mut value = HeaderValue::try_from(text)
            .map_err(|error| Error::file(format!("user and password: {error}")))?;
        value.set_sensitive(true);
        builder = builder.header(AUTHORIZATION, value);
    }
    let body = Full::new(Bytes::copy_from_slice(request.body.as_bytes()));
    builder
        .body(body)
        .map_err(|error| Error::file(format!("the request to {}: {error}", target.shown)))
}

async fn exchange(
    access: &dyn Access,
    request: &Request<'_>,
    message: Message,
) -> Result<Answer, Error> {
    let target = request.target;
    let broken = |error: &hyper::Error| {
        let cause = error.source().map(|cause| format!(": {cause}"));
        Error::environment(format!(
            "{}: {error}{}",
            target.shown,
            cause.unwrap_or_default()
        ))
    };
    let mut stream = access.dial(&target.host, target.port).await?;
    if target.secure {
        stream = tls::encrypt(stream, &target.host).await?;
    }
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|error| broken(&error))?;
    let answer = pin!(async {
        let response = sender
            .send_request(message)
            .await
            .map_err(|error| broken(&error))?;
        let status = response.status();
        let body = Limited::new(response.into_body(), request.most)
            .collect()
            .await
            .map_err(|error| match error.downcast::<hyper::Error>() {
                Ok(error) => broken(&error),
                Err(error) if error.is::<LengthLimitError>() => Error::test(format!(
                    "the answer of {} is longer than {} bytes",
                    target.shown, request.most
                ))
                .fatal(),
                Err(error) => Error::environment(format!("{}: {error}", target.shown)),
            })?;
        Ok(Answer {
            status,
            body: String::from_utf8_lossy(&body.to_bytes()).into_owned(),
        })
    });
    // The connection does the work of the sender, here and not in a task of its own, so that both end together.
    match select(answer, pin!(connection)).await {
        Either::Left((answer, _)) => answer,
        Either::Right((_, answer)) => answer.await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_answer_is_cut_between_characters() {
        let answer = Answer {
            status: StatusCode::NOT_FOUND,
            body: "é\n".repeat(LONGEST_QUOTE),
        };
        let brief = answer.brief();
        assert!(brief.starts_with("404 Not Found: é é"), "{brief}");
        assert!(brief.ends_with('…'), "{brief}");
    }
}
