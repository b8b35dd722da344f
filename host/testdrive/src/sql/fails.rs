//! `!`: a statement that should fail, and its error.

use regex::Regex;

use super::session;
use crate::context::Context;
use crate::failure::Error;
use crate::postgres::SqlError;
use crate::retry::Retry;
use crate::rewrite::{self, Edit};
use crate::script::{ExpectedError, Fails, Text};

/// The error that should come, variables replaced.
enum Wanted {
    Contains(String),
    Exact(String),
    Regex(Regex),
    Timeout,
}

/// Runs `!`. An edit comes back with `--rewrite-results` when another message came than expected.
pub async fn fails(context: &mut Context, fails: &Fails) -> Result<Option<Edit>, Error> {
    let prepared = session::prepare(context, &fails.sql)?;
    let wanted = wanted(context, &fails.expected)?;
    let mut retry = Retry::new(&context.policy());
    let mut message = None;
    loop {
        let attempt = async {
            match session::run(context, &prepared.sql).await? {
                Ok(_) => {
                    let error = Error::test("the statement succeeded, but an error was expected")
                        .difference(format!("- {}", described(&wanted)));
                    // What was written once must not be written again.
                    let again = prepared.is_read || context.options.retry.writes;
                    Err(if again { error } else { error.fatal() })
                }
                Err(error) if error.closed && error.sqlstate.is_empty() => {
                    Err(session::server_error(context, &prepared, &fails.sql, &error).await)
                }
                Err(error) => match check(context, &wanted, fails, &error) {
                    Ok(()) => Ok(()),
                    Err(wrong) => {
                        message = Some(context.masked(error.message.clone()));
                        let failed = session::server_error(context, &prepared, &fails.sql, &error);
                        let is_final = failed.await.is_final;
                        let wrong = wrong.server(error.full());
                        Err(if is_final { wrong.fatal() } else { wrong })
                    }
                },
            }
        };
        let result = retry.attempt(attempt).await;
        context.tries = retry.tries();
        let error = match (result, &wanted) {
            (Ok(()), _) => return Ok(None),
            // The first try was not answered within the limit.
            (Err(error), Wanted::Timeout) if error.unanswered && retry.tries() == 1 => {
                return Ok(None);
            }
            (Err(error), Wanted::Timeout) => error.fatal(),
            (Err(error), _) => error,
        };
        if let Err(error) = retry.again(error).await {
            let rewrites = context.options.rewrite_results && error.difference.is_some();
            let edit = message
                .filter(|_| rewrites)
                .and_then(|message| rewrite::error(fails, &message));
            return match edit {
                Some(edit) => Ok(Some(edit)),
                None => Err(error),
            };
        }
    }
}

fn wanted(context: &Context, expected: &ExpectedError) -> Result<Wanted, Error> {
    let wrong = |text: &Text, message: String, at: usize| Error::file(message).at(text.offset(at));
    let plain = |text: &Text| {
        context
            .variables
            .replace(&text.value, None)
            .map_err(|error| wrong(text, error.to_string(), error.at))
    };
    Ok(match expected {
        ExpectedError::Contains(text) | ExpectedError::Bare(text) => Wanted::Contains(plain(text)?),
        ExpectedError::Exact(text) => Wanted::Exact(plain(text)?),
        ExpectedError::Regex(text) => {
            let pattern = context
                .variables
                .replace_in_regex(&text.value)
                .map_err(|error| wrong(text, error.to_string(), error.at))?;
            let pattern = Regex::new(&pattern);
            Wanted::Regex(pattern.map_err(|error| wrong(text, error.to_string(), 0))?)
        }
        ExpectedError::Timeout(_) => Wanted::Timeout,
    })
}

fn described(wanted: &Wanted) -> String {
    match wanted {
        Wanted::Contains(text) => format!("contains: {text}"),
        Wanted::Exact(text) => format!("exact: {text}"),
        Wanted::Regex(pattern) => format!("regex: {pattern}"),
        Wanted::Timeout => "timeout".to_owned(),
    }
}

/// Whether the server's error is the one that is expected.
fn check(context: &Context, wanted: &Wanted, fails: &Fails, error: &SqlError) -> Result<(), Error> {
    let message = context.masked(error.message.clone());
    let fits = match wanted {
        Wanted::Contains(part) => message.contains(part),
        Wanted::Exact(whole) => message == *whole,
        Wanted::Regex(pattern) => pattern.is_match(&message),
        Wanted::Timeout => false,
    };
    if !fits {
        let lines = format!("- {}\n+ exact: {message}", described(wanted));
        return Err(Error::test("another error came than expected").difference(lines));
    }
    for (name, expected, actual) in [
        ("detail", &fails.detail, &error.detail),
        ("hint", &fails.hint, &error.hint),
    ] {
        let Some(part) = expected else { continue };
        if actual
            .as_ref()
            .is_some_and(|text| text.contains(&part.value))
        {
            continue;
        }
        let came = match actual {
            Some(text) => format!("+ {name}: {text}"),
            None => format!("+ (no {name})"),
        };
        let lines = format!("- {name}: {}\n{came}", part.value);
        let text = format!("the error's {name} is not as expected");
        return Err(Error::test(text).difference(lines).at(part.span.start));
    }
    Ok(())
}
