//! `kafka-verify-data`.

mod actual;
mod compare;
mod expected;
mod read;
mod run;

use super::format::{KINDS, Kind};
use super::verify_topic;
use crate::actions::{Action, Argument, Arguments, Body, Entry, Line};
use crate::failure::Error;

pub(super) const ENTRY: Entry = Entry {
    name: "kafka-verify-data",
    aliases: &["kafka-verify"],
    summary: "Reads as many committed messages of a topic as the body has lines and compares them. It goes on where the last check of the topic ended. A line has the values of `headers`, the key, the value, and `partition=N`, each if it is to be compared.",
    arguments: &[
        Argument::optional("topic", "whole name of the topic; it must be given"),
        Argument::optional(
            "sink",
            "refused: it needs Materialize's catalog; give `topic=`",
        ),
        Argument::optional(
            "format",
            "how values are written: `bytes`, `text`, `csv`, `json`, `avro`",
        ),
        Argument::optional(
            "key",
            "`true`: lines have keys, in the format of the values [default: for `avro`, whether there is a subject `TOPIC-key`; else `false`]",
        ),
        Argument::optional("key-format", "how keys are written, in place of `key=`"),
        Argument::optional(
            "value-format",
            "how values are written, in place of `format=`",
        ),
        Argument::optional(
            "headers",
            "names of headers, separated by commas; `<missing>` stands for one that a message does not have",
        ),
        Argument::optional(
            "sort-messages",
            "`true`: the order does not count [default: `false`]",
        ),
        Argument::optional(
            "partial-search",
            "a number N: the lines may stand anywhere in the next N messages, one after the other",
        ),
        Argument::optional(
            "exact",
            "`true`: nothing more may come within a second; the body may be empty. The original does not have it [default: `false`]",
        ),
        Argument::optional(
            "debug-print-only",
            "`true`: prints what is there and fails [default: `false`]",
        ),
    ],
    any_argument: false,
    body: Body::Lines(
        "the messages; a key or value that is not there is `<null>`, or `\"<null>\"` for `json` and `avro`",
    ),
    own_variables: None,
    build,
};

/// What is verified.
struct VerifyData {
    topic: String,
    key: Key,
    value: Kind,
    headers: Vec<String>,
    sort: bool,
    partial: Option<usize>,
    exact: bool,
    print_only: bool,
    body: Vec<Line>,
}

/// Whether messages have keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    /// None that is looked at.
    No,
    /// Written so.
    Yes(Kind),
    /// Avro, if the registry knows a schema of keys.
    IfRegistered,
}

fn build(arguments: &mut Arguments) -> Result<Box<dyn Action>, Error> {
    let topic = verify_topic::topic(arguments)?;
    let exact_at = arguments.place("exact").unwrap_or_default();
    let flag = arguments.parsed::<bool>("key", "true or false")?;
    let format = arguments.one_of("format", KINDS)?;
    let value = arguments.one_of("value-format", KINDS)?.or(format);
    let value =
        value.ok_or_else(|| Error::file("the argument format= or value-format= is missing"))?;
    let key = match (arguments.one_of("key-format", KINDS)?, flag) {
        (Some(kind), _) => Key::Yes(kind),
        (None, Some(true)) => Key::Yes(value),
        (None, None) if value == Kind::Avro => Key::IfRegistered,
        (None, Some(false) | None) => Key::No,
    };
    let headers = arguments.optional("headers").unwrap_or_default();
    let headers = headers
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let action = VerifyData {
        topic,
        key,
        value,
        headers: headers.map(str::to_owned).collect(),
        sort: arguments.flag("sort-messages")?,
        partial: arguments.parsed("partial-search", "a number of messages")?,
        exact: arguments.flag("exact")?,
        print_only: arguments.flag("debug-print-only")?,
        body: arguments.body(),
    };
    if action.exact && action.partial.is_some() {
        let text = "exact=true and partial-search= exclude each other";
        return Err(Error::file(text).at(exact_at));
    }
    if action.body.is_empty() && !action.exact && !action.print_only {
        return Err(Error::file(
            "there is nothing to verify; with exact=true an empty body means that nothing came",
        ));
    }
    Ok(Box::new(action))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built(pairs: &[(&str, &str)], lines: &[&str]) -> Result<(), Error> {
        let line = |text: &&str| Line {
            text: (*text).to_owned(),
            at: 0,
        };
        let mut arguments = Arguments::new(lines.iter().map(line).collect());
        for (key, value) in pairs {
            arguments.add(key, (*value).to_owned(), 3);
        }
        build(&mut arguments).map(drop)
    }

    #[test]
    fn an_empty_body_is_for_exact_checks_only() {
        let topic = ("topic", "t");
        let format = ("format", "text");
        assert!(built(&[topic, format], &["x"]).is_ok());
        assert!(built(&[topic, format], &[]).is_err());
        assert!(built(&[topic, format, ("exact", "true")], &[]).is_ok());
        assert!(built(&[topic], &["x"]).is_err());
        assert!(built(&[("sink", "a.b.c"), format], &["x"]).is_err());
        let both = [topic, format, ("exact", "true"), ("partial-search", "5")];
        assert_eq!(built(&both, &["x"]).unwrap_err().at, Some(3));
    }
}
