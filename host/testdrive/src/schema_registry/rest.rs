//! Requests to a registry and what its answers mean.

use std::time::Duration;

use hyper::StatusCode;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::client::Client;
use crate::failure::Error;
use crate::http::{self, Answer, Request, Target};

/// The longest answer that is taken, in bytes: a schema of some thousand fields has far less.
pub const LARGEST_ANSWER: usize = 16 << 20;

/// How long one request may take. Waits are made of many.
const LIMIT: Duration = Duration::from_secs(30);

/// What subjects may have in a path as they are.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// A text as one segment of a path.
pub(super) fn segment(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

impl Client {
    /// Asks for something; none when the registry has no such thing.
    pub(super) async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<Option<T>, Error> {
        let answer = self.ask("GET", path, "").await?;
        if answer.status == StatusCode::NOT_FOUND && is_registrys(&answer) {
            return Ok(None);
        }
        read(path, &answer).map(Some)
    }

    /// Sends something and takes the answer.
    pub(super) async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, Error> {
        let body = serde_json::to_string(body)
            .map_err(|error| Error::environment(format!("a request as JSON: {error}")))?;
        let answer = self.ask("POST", path, &body).await?;
        read(path, &answer)
    }

    async fn ask(&self, method: &str, path: &str, body: &str) -> Result<Answer, Error> {
        let url = format!("{}/{path}", self.url.trim_end_matches('/'));
        let target = Target::parse(&url)
            .map_err(|error| Error::file(format!("--schema-registry-url: {error}")))?;
        let credentials = self.credentials.as_ref();
        let request = Request {
            method,
            target: &target,
            content_type: (!body.is_empty()).then_some("application/vnd.schemaregistry.v1+json"),
            credentials: credentials.map(|(user, password)| (user.as_str(), password.as_str())),
            body,
            most: LARGEST_ANSWER,
            limit: LIMIT,
        };
        http::send(self.access.as_ref(), request).await
    }
}

fn read<T: DeserializeOwned>(path: &str, answer: &Answer) -> Result<T, Error> {
    let status = answer.status;
    if status.is_success() {
        return serde_json::from_str(&answer.body).map_err(|error| {
            Error::environment(format!(
                "/{path} of the schema registry answers what no registry does: {error}"
            ))
        });
    }
    if matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) {
        let text = format!(
            "the schema registry answers {status}; give --schema-registry-username and its password"
        );
        return Err(Error::environment(text).fatal());
    }
    Err(match refusal(answer) {
        _ if status == StatusCode::NOT_FOUND && !is_registrys(answer) => {
            Error::environment(format!(
                "there is no /{path} where the schema registry should be; is --schema-registry-url right?"
            ))
        }
        Some(refusal) if status.is_client_error() => {
            Error::test(format!("the schema registry refuses it ({status})"))
                .server(refusal.message)
                .fatal()
        }
        Some(refusal) => Error::environment(format!("the schema registry answers {status}"))
            .server(refusal.message),
        None => Error::environment(format!(
            "/{path} of the schema registry answers {}",
            answer.brief()
        )),
    })
}

#[derive(Deserialize)]
struct Refusal {
    /// Present in what registries answer, and not in what a proxy before one does.
    error_code: u32,
    message: String,
}

fn refusal(answer: &Answer) -> Option<Refusal> {
    serde_json::from_str(&answer.body).ok()
}

/// Whether an answer with status 404 says that the subject or schema is not there, and not that the path is wrong:
/// the codes for that are 40401, 40402 and so on.
fn is_registrys(answer: &Answer) -> bool {
    refusal(answer).is_some_and(|refusal| refusal.error_code / 100 == 404)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_registrys_own_404_means_that_nothing_is_there() {
        let answer = |body: &str| Answer {
            status: StatusCode::NOT_FOUND,
            body: body.to_owned(),
        };
        assert!(is_registrys(&answer(
            r#"{"error_code": 40401, "message": "Subject 'x' not found."}"#
        )));
        assert!(!is_registrys(&answer(
            r#"{"error_code": 404, "message": "HTTP 404 Not Found"}"#
        )));
        assert!(!is_registrys(&answer("<h1>404</h1>")));
    }

    #[test]
    fn a_subject_is_one_segment() {
        assert_eq!(segment("a/b ü-1"), "a%2Fb%20%C3%BC-1");
    }
}
