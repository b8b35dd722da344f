//! Requests over HTTP.

use super::{Action, Argument, Arguments, Body, Entry, Flow};
use crate::access::BoxFuture;
use crate::context::Context;
use crate::failure::Error;
use crate::http::{Request, Target, send};

/// What the documentation shows.
pub(super) const EXAMPLE: &str = r#"$ http-request method=POST url=${testdrive.schema-registry-url}subjects/http-${testdrive.seed}/versions content-type=application/json
{"schema": "\"long\""}

$ http-request method=GET url=${testdrive.schema-registry-url}subjects/nothing/versions accept-additional-status-codes=404
"#;

/// The actions.
pub const ENTRIES: &[Entry] = &[Entry {
    name: "http-request",
    aliases: &[],
    summary: "Sends a request, once, and prints the answer. The action passes if the status is 200 to 299. Redirects are not followed.",
    arguments: &[
        Argument::required("method", "`GET`, `POST` or another"),
        Argument::required(
            "url",
            "`http://…` or `https://…`; user and password in it are sent",
        ),
        Argument::optional(
            "content-type",
            "type of the body, such as `application/json` [default: none is sent]",
        ),
        Argument::optional(
            "accept-additional-status-codes",
            "further status codes that pass, separated by commas",
        ),
    ],
    any_argument: false,
    body: Body::Lines("the request's body"),
    own_variables: None,
    build: http_request,
}];

/// What the actions of this family keep for a file.
#[derive(Debug, Default)]
pub struct State {}

struct HttpRequest {
    method: String,
    /// As it is written: its password is not shown.
    url: String,
    target: Target,
    content_type: Option<String>,
    accepted: Vec<u16>,
    body: String,
}

fn http_request(arguments: &mut Arguments) -> Result<Box<dyn Action>, Error> {
    let at = arguments.place("url").unwrap_or_default();
    let url = arguments.text("url")?;
    let target =
        Target::parse(&url).map_err(|error| Error::file(format!("url: {error}")).at(at))?;
    Ok(Box::new(HttpRequest {
        url,
        method: arguments.text("method")?,
        target,
        content_type: arguments.optional("content-type"),
        accepted: accepted(arguments)?,
        body: arguments.body_text(),
    }))
}

fn accepted(arguments: &mut Arguments) -> Result<Vec<u16>, Error> {
    const KEY: &str = "accept-additional-status-codes";
    let at = arguments.place(KEY).unwrap_or_default();
    let Some(list) = arguments.optional(KEY) else {
        return Ok(Vec::new());
    };
    let codes = list.split(',').map(|code| {
        let number = code.trim().parse::<u16>().ok();
        let number = number.filter(|number| (100..1000).contains(number));
        number.ok_or_else(|| {
            let text = format!("{KEY}: {code:?} is not a status code; write such as 404,409");
            Error::file(text).at(at)
        })
    });
    codes.collect()
}

impl Action for HttpRequest {
    fn run(self: Box<Self>, context: &mut Context) -> BoxFuture<'_, Result<Flow, Error>> {
        Box::pin(async move {
            context.secrets.add_url(&self.url);
            let request = Request {
                method: &self.method,
                target: &self.target,
                content_type: self.content_type.as_deref(),
                credentials: None,
                body: &self.body,
                most: context.options.limits.http,
                limit: context.timeout,
            };
            let answer = send(context.access.as_ref(), request).await?;
            let status = answer.status;
            if !status.is_success() && !self.accepted.contains(&status.as_u16()) {
                return Err(Error::test(format!(
                    "{} {} answers {}",
                    self.method,
                    self.target.shown,
                    answer.brief()
                )));
            }
            context.print(format!("{status}\n{}", answer.body));
            Ok(Flow::Next)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_codes_are_a_list_of_numbers() {
        let read = |text: &str| {
            let mut arguments = Arguments::default();
            arguments.add("accept-additional-status-codes", text.to_owned(), 3);
            accepted(&mut arguments)
        };
        assert_eq!(read("404,409").unwrap(), [404, 409]);
        for wrong in ["many", "404,", "99999", "0"] {
            assert_eq!(read(wrong).unwrap_err().at, Some(3), "{wrong}");
        }
    }
}
