//! One request and its answer.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue, USER_AGENT};
use hyper::{Method, StatusCode};

use super::exchange::{Message, explain, over};
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
    let mut stream = access.dial(&target.host, target.port).await?;
    if target.secure {
        stream = tls::encrypt(stream, &target.host).await?;
    }
    let received = over(stream, message, request.most)
        .await
        .map_err(|error| Error::environment(format!("{}: {}", target.shown, explain(&error))))?;
    if received.truncated {
        let text = format!(
            "the answer of {} is longer than {} bytes",
            target.shown, request.most
        );
        return Err(Error::test(text).fatal());
    }
    Ok(Answer {
        status: received.status,
        body: String::from_utf8_lossy(&received.body).into_owned(),
    })
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
