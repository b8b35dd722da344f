//! HTTP requests to services; [`Composition::http`](crate::Composition::http) begins one.

use std::time::Duration;

use crate::bindings::mzhost::composition::http;
use crate::bindings::mzhost::composition::types::Data;
use crate::composition::milliseconds;
use crate::error::Error;

/// How long an answer may take, unless the request says otherwise.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Characters of a body that an error shows.
const SHOWN: usize = 300;

/// A request that is to be sent.
#[derive(Debug, Clone)]
#[must_use = "nothing is sent before `send`"]
pub struct Request {
    service: String,
    port: u16,
    method: String,
    path: String,
    headers: Vec<http::Header>,
    body: Vec<u8>,
    timeout: Duration,
}

impl Request {
    pub(crate) fn new(service: &str, port: u16, method: &str, path: &str) -> Self {
        Self {
            service: service.to_owned(),
            port,
            method: method.to_owned(),
            path: path.to_owned(),
            headers: Vec::new(),
            body: Vec::new(),
            timeout: TIMEOUT,
        }
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push(http::Header {
            name: name.to_owned(),
            value: value.to_owned(),
        });
        self
    }

    /// Sets the body.
    pub fn body(mut self, content: impl AsRef<[u8]>) -> Self {
        self.body = content.as_ref().to_vec();
        self
    }

    /// Sets a body of JSON, and the header that says so.
    pub fn json(self, text: impl AsRef<[u8]>) -> Self {
        self.header("content-type", "application/json").body(text)
    }

    /// How long all of it may take; 30 s without it.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sends it and waits for the answer. Redirects are not followed, and no status is an error:
    /// [`success`](Response::success) makes it one. The error is `service.port` when nothing there speaks HTTP, and
    /// `wait.timeout` when the time is over first.
    pub fn send(self) -> Result<Response, Error> {
        let timeout = milliseconds(self.timeout);
        let answer = http::request(
            &self.service,
            self.port,
            &self.method,
            &self.path,
            &self.headers,
            &self.body,
            timeout,
        )
        .map_err(Error::from_wit)?;
        Ok(Response {
            status: answer.status,
            body: answer.body,
            headers: answer.headers,
            asked: format!(
                "{} {}:{}{}",
                self.method, self.service, self.port, self.path
            ),
            service: self.service,
        })
    }
}

/// What a server answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The body, at most 16 MiB.
    pub body: Data,
    headers: Vec<http::Header>,
    /// For errors: what was asked, and whom.
    asked: String,
    service: String,
}

impl Response {
    /// The first value of a header. Upper and lower case of its name are the same.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// All headers, names in lower case, and values, in the order of the answer.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let headers = self.headers.iter();
        headers.map(|header| (header.name.as_str(), header.value.as_str()))
    }

    /// The whole body as UTF-8; an error when it is longer than the host returns.
    pub fn text(&self) -> Result<String, Error> {
        self.body.clone().into_text()
    }

    /// The response if its status is 200 to 299; else an error with the facts `status` and `body`.
    pub fn success(self) -> Result<Self, Error> {
        if (200..300).contains(&self.status) {
            return Ok(self);
        }
        let body = String::from_utf8_lossy(&self.body.content);
        let shown: String = body.chars().take(SHOWN).collect();
        let message = format!("{} answers {}: {shown}", self.asked, self.status);
        Err(Error::msg(message)
            .with_service(&self.service)
            .with_detail("status", self.status.to_string())
            .with_detail("body", body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16) -> Response {
        Response {
            status,
            body: Data {
                content: b"no such table".to_vec(),
                truncated: false,
            },
            headers: vec![http::Header {
                name: "content-type".to_owned(),
                value: "text/plain".to_owned(),
            }],
            asked: "GET web:80/x".to_owned(),
            service: "web".to_owned(),
        }
    }

    #[test]
    fn headers_are_found_in_any_case() {
        assert_eq!(response(200).header("Content-Type"), Some("text/plain"));
        assert_eq!(response(200).header("location"), None);
    }

    #[test]
    fn only_some_status_codes_are_a_success() {
        assert!(response(204).success().is_ok());
        let error = response(404).success().unwrap_err();
        assert_eq!(error.message(), "GET web:80/x answers 404: no such table");
        assert_eq!(error.detail("status"), Some("404"));
        assert_eq!(error.service(), Some("web"));
    }
}
