//! The body's lines.

use serde_json::Value;

use super::actual::Layout;
use crate::actions::Line;
use crate::actions::kafka::format::{Kind, NULL, canonical, next_value, show, show_text, unescape};
use crate::avro::Schema;
use crate::failure::Error;

/// How a file writes that a message lacks a header.
pub(super) const MISSING: &str = "<missing>";

/// What is between a message and the number of its partition.
const PARTITION: &str = " partition=";

/// A message that is expected.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Expected {
    /// Headers, key and value in the form of [`Shown`](super::actual::Shown).
    pub(super) text: String,
    /// Its partition, when the file says it.
    pub(super) partition: Option<i32>,
}

/// The schemas of keys and values as they are now, by which Avro values are brought to one form.
#[derive(Default)]
pub(super) struct Latest {
    pub(super) key: Option<Schema>,
    pub(super) value: Option<Schema>,
}

/// Reads a line.
pub(super) fn parse(line: &Line, layout: &Layout, latest: &Latest) -> Result<Expected, Error> {
    read(&line.text, layout, latest).map_err(|problem| Error::file(problem).at(line.at))
}

fn read(line: &str, layout: &Layout, latest: &Latest) -> Result<Expected, String> {
    let (mut rest, partition) = split_partition(line);
    let mut pieces = Vec::new();
    for name in &layout.headers {
        let (piece, next) = header(rest, name)?;
        pieces.push(piece);
        rest = next;
    }
    if let Some(kind) = layout.key {
        let (piece, next) = key(kind, rest, latest.key.as_ref())?;
        pieces.push(piece);
        rest = next;
    }
    pieces.push(value(layout.value, rest, latest.value.as_ref())?);
    Ok(Expected {
        text: pieces.join(" "),
        partition,
    })
}

fn split_partition(line: &str) -> (&str, Option<i32>) {
    let trimmed = line.trim_end();
    let found = trimmed.rsplit_once(PARTITION).and_then(|(before, number)| {
        let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        digits
            .then(|| number.parse().ok())
            .flatten()
            .map(|number| (before, number))
    });
    match found {
        Some((before, number)) => (before, Some(number)),
        None => (line, None),
    }
}

/// A header's value as it is shown: plain, or a JSON text where blanks or quotes need it.
pub(super) fn header_token(value: Option<&[u8]>) -> String {
    let text = match value {
        None => return NULL.to_owned(),
        Some(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => show(bytes),
        },
    };
    let plain = !text.is_empty()
        && !text.starts_with('"')
        && !text.contains(|c: char| c.is_whitespace() || c.is_control());
    if plain {
        text
    } else {
        Value::from(text).to_string()
    }
}

fn header<'t>(text: &'t str, name: &str) -> Result<(String, &'t str), String> {
    let text = text.trim_start();
    let missing = || format!("the line has no value for the header {name}");
    if text.starts_with('"') {
        let (value, rest) = next_value(text)
            .map_err(|error| format!("the header {name}: {error}"))?
            .ok_or_else(missing)?;
        let value = value.as_str().unwrap_or_default();
        return Ok((header_token(Some(value.as_bytes())), rest.trim_start()));
    }
    let (token, rest) = word(text);
    if token.is_empty() {
        return Err(missing());
    }
    Ok((token.to_owned(), rest))
}

/// Up to the next blank, and what follows it.
fn word(text: &str) -> (&str, &str) {
    match text.split_once(char::is_whitespace) {
        Some((word, rest)) => (word, rest.trim_start()),
        None => (text, ""),
    }
}

fn key<'t>(
    kind: Kind,
    text: &'t str,
    schema: Option<&Schema>,
) -> Result<(String, &'t str), String> {
    if kind.is_json() {
        let (value, rest) = next_value(text)
            .map_err(|error| format!("the key is not JSON: {error}"))?
            .ok_or("the line has no key")?;
        return Ok((json(&value, schema), rest.trim_start()));
    }
    let (token, rest) = word(text);
    Ok((plain(kind, token)?, rest))
}

fn value(kind: Kind, text: &str, schema: Option<&Schema>) -> Result<String, String> {
    if !kind.is_json() {
        return plain(kind, text);
    }
    let value = next_value(text).map_err(|error| format!("the value is not JSON: {error}"))?;
    let Some((value, rest)) = value else {
        return Ok(format!("\"{NULL}\""));
    };
    if !rest.trim().is_empty() {
        return Err(format!(
            "{:?} is left over behind the value; a key needs key-format= or key=true",
            rest.trim()
        ));
    }
    Ok(json(&value, schema))
}

fn plain(kind: Kind, text: &str) -> Result<String, String> {
    if text.is_empty() || text == NULL {
        return Ok(NULL.to_owned());
    }
    if kind == Kind::Bytes {
        return Ok(show(&unescape(text)?));
    }
    Ok(show_text(text.as_bytes()))
}

/// The one form of a value. By its schema, where it fits, so that `1` is a double as well and unions may be written
/// in either way; what a mask stands for does not fit and stays as it is.
fn json(value: &Value, schema: Option<&Schema>) -> String {
    let null = value.as_str() == Some(NULL);
    let by_schema = schema.filter(|_| !null).and_then(|schema| {
        let bytes = schema.encode(value).ok()?;
        schema.decode(&bytes).ok()
    });
    canonical(by_schema.as_ref().unwrap_or(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(
        headers: &[&str],
        key: Option<Kind>,
        value: Kind,
        line: &str,
    ) -> Result<Expected, String> {
        let layout = Layout {
            headers: headers.iter().map(|name| (*name).to_owned()).collect(),
            key,
            value,
        };
        read(line, &layout, &Latest::default())
    }

    #[test]
    fn lines_have_headers_keys_values_and_partitions() {
        use Kind::{Bytes, Json, Text};
        /// Headers, kinds of key and value, line; what is read and its partition.
        type Case = (
            &'static [&'static str],
            Option<Kind>,
            Kind,
            &'static str,
            &'static str,
            Option<i32>,
        );
        let cases: &[Case] = &[
            (&[], None, Text, "two words", "two words", None),
            (&[], None, Text, "x partition=12", "x", Some(12)),
            (&[], None, Text, "x partition=a", "x partition=a", None),
            (
                &["h"],
                Some(Bytes),
                Bytes,
                "v k \\x01\\\\",
                "v k \\x01\\\\",
                None,
            ),
            (
                &["h"],
                Some(Bytes),
                Bytes,
                "v other <null>",
                "v other <null>",
                None,
            ),
            (
                &["a", "b"],
                None,
                Text,
                "<missing> \"x y\" z",
                "<missing> \"x y\" z",
                None,
            ),
            (
                &[],
                Some(Json),
                Json,
                "{\"id\":1} {\"b\":1,\"a\":2}",
                "{\"id\": 1} {\"a\": 2, \"b\": 1}",
                None,
            ),
            (
                &[],
                Some(Json),
                Json,
                "1 \"<null>\" partition=0",
                "1 \"<null>\"",
                Some(0),
            ),
        ];
        for (headers, key, value, line, text, partition) in cases {
            let expected = shown(headers, *key, *value, line).unwrap();
            assert_eq!(
                (expected.text.as_str(), expected.partition),
                (*text, *partition)
            );
        }
        assert!(shown(&[], None, Json, "1 2").is_err());
        assert!(shown(&["h"], None, Text, "").is_err());
    }
}
