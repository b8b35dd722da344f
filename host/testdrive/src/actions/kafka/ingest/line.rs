//! One line of the body: a key, if any, and a value.

use bytes::Bytes;

use super::Ingest;
use super::encoder::Encoder;
use crate::actions::kafka::format::{Kind, next_value, unescape};

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parts {
    /// The key.
    pub(super) key: Option<Bytes>,
    /// The value.
    pub(super) value: Option<Bytes>,
}

/// Reads lines.
pub(super) struct Reader<'a> {
    /// For keys, when the lines have any.
    pub(super) key: Option<Encoder>,
    /// For values, when the lines have any.
    pub(super) value: Option<Encoder>,
    /// What ends a key that is not JSON.
    pub(super) terminator: &'a [u8],
}

impl<'a> Reader<'a> {
    /// A reader of an action's lines.
    pub(super) fn new(ingest: &'a Ingest, key: Option<Encoder>, value: Option<Encoder>) -> Self {
        Self {
            key,
            value,
            terminator: &ingest.terminator,
        }
    }

    /// Reads a line. The error is what is wrong with it.
    pub(super) fn read(&self, line: &str) -> Result<Parts, String> {
        let (key, rest) = match &self.key {
            Some(encoder) => self.key(encoder, line)?,
            None => (None, line),
        };
        let value = match &self.value {
            Some(encoder) => whole(encoder, rest)?,
            None if rest.trim().is_empty() => None,
            None => {
                return Err(format!(
                    "{rest:?} is left over: omit-value=true says there is no value"
                ));
            }
        };
        Ok(Parts { key, value })
    }

    /// A key and what follows it.
    fn key<'t>(
        &self,
        encoder: &Encoder,
        line: &'t str,
    ) -> Result<(Option<Bytes>, &'t str), String> {
        if encoder.kind.is_json() {
            let (value, rest) = next_value(line)
                .map_err(|error| format!("the key is not JSON: {error}"))?
                .ok_or("the line has no key")?;
            let key = encoder
                .json(&value)
                .map_err(|problem| format!("the key does not fit its schema: {problem}"))?;
            return Ok((Some(key), rest.trim_start()));
        }
        // Without a value there need be nothing behind the key.
        let (key, rest) = match split(line, self.terminator) {
            Some(parts) => parts,
            None if self.value.is_none() => (line, ""),
            None => {
                let terminator = String::from_utf8_lossy(self.terminator);
                return Err(format!(
                    "the line has no key: there is no {terminator:?} in it"
                ));
            }
        };
        Ok((plain(encoder, key)?, rest))
    }
}

/// What stands before and behind the terminator.
fn split<'t>(line: &'t str, terminator: &[u8]) -> Option<(&'t str, &'t str)> {
    let windows = line.as_bytes().windows(terminator.len());
    let place = windows
        .into_iter()
        .position(|window| window == terminator)?;
    Some((line.get(..place)?, line.get(place + terminator.len()..)?))
}

/// A text or bytes; nothing is null.
fn plain(encoder: &Encoder, text: &str) -> Result<Option<Bytes>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let bytes = if encoder.kind == Kind::Bytes {
        unescape(text)?
    } else {
        text.as_bytes().to_vec()
    };
    Ok(Some(encoder.framed(bytes)))
}

/// The value that a line ends with.
fn whole(encoder: &Encoder, text: &str) -> Result<Option<Bytes>, String> {
    if !encoder.kind.is_json() {
        return plain(encoder, text);
    }
    let value = next_value(text).map_err(|error| format!("the value is not JSON: {error}"))?;
    let Some((value, rest)) = value else {
        return Ok(None);
    };
    if !rest.trim().is_empty() {
        return Err(format!(
            "{:?} is left over behind the value; a key needs key-format=",
            rest.trim()
        ));
    }
    let value = encoder.json(&value);
    value
        .map(Some)
        .map_err(|problem| format!("the value does not fit its schema: {problem}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(key: Option<Kind>, value: Option<Kind>, line: &str) -> Result<Parts, String> {
        Reader {
            key: key.map(Encoder::plain),
            value: value.map(Encoder::plain),
            terminator: b"::",
        }
        .read(line)
    }

    fn parts(key: Option<&'static str>, value: Option<&'static str>) -> Parts {
        Parts {
            key: key.map(Bytes::from),
            value: value.map(Bytes::from),
        }
    }

    #[test]
    fn lines_have_keys_and_values_of_any_kinds() {
        use Kind::{Bytes, Json, Text};
        let cases: &[(Option<Kind>, Option<Kind>, &str, Parts)] = &[
            (None, Some(Text), "a::b", parts(None, Some("a::b"))),
            (
                Some(Text),
                Some(Text),
                "a::b::c",
                parts(Some("a"), Some("b::c")),
            ),
            (Some(Bytes), Some(Bytes), "\\x41::", parts(Some("A"), None)),
            (Some(Text), Some(Text), "::v", parts(None, Some("v"))),
            (
                Some(Json),
                Some(Json),
                "{\"a\":1} {\"b\":2}",
                parts(Some("{\"a\":1}"), Some("{\"b\":2}")),
            ),
            (Some(Json), Some(Json), "1", parts(Some("1"), None)),
            (
                Some(Json),
                Some(Text),
                "1 rest of it",
                parts(Some("1"), Some("rest of it")),
            ),
            (
                Some(Text),
                Some(Json),
                "k::[]",
                parts(Some("k"), Some("[]")),
            ),
            (Some(Text), None, "k", parts(Some("k"), None)),
        ];
        for (key, value, line, expected) in cases {
            assert_eq!(read(*key, *value, line).as_ref(), Ok(expected), "{line}");
        }
    }

    #[test]
    fn what_is_missing_or_left_over_is_told() {
        use Kind::{Json, Text};
        assert!(read(Some(Text), Some(Text), "no key").is_err());
        assert!(read(None, Some(Json), "1 2").is_err());
        assert!(read(None, Some(Json), "{").is_err());
        assert!(read(Some(Json), None, "1 2").is_err());
    }
}
