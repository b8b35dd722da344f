//! The argument `headers`.

use bytes::Bytes;
use serde_json::Value;

use crate::actions::Arguments;
use crate::failure::Error;
use crate::kafka::Header;

/// An object, or a list of objects where names repeat. Values are texts, null, or lists of bytes.
pub(super) fn headers(arguments: &mut Arguments) -> Result<Vec<Header>, Error> {
    let at = arguments.place("headers").unwrap_or_default();
    let Some(text) = arguments.optional("headers") else {
        return Ok(Vec::new());
    };
    let wrong = |problem: String| Error::file(format!("headers: {problem}")).at(at);
    let value = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    parse(value).map_err(wrong)
}

fn parse(value: Value) -> Result<Vec<Header>, String> {
    let objects = match value {
        Value::Array(objects) => objects,
        object => vec![object],
    };
    let mut headers = Vec::new();
    for object in objects {
        let Value::Object(fields) = object else {
            return Err(format!("{object} is not an object of names and values"));
        };
        for (name, value) in fields {
            headers.push((name, bytes(value)?));
        }
    }
    Ok(headers)
}

fn bytes(value: Value) -> Result<Option<Bytes>, String> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.into())),
        Value::Array(numbers) => {
            let byte = |number: &Value| {
                let byte = number.as_u64().and_then(|number| u8::try_from(number).ok());
                byte.ok_or_else(|| format!("{number} is not a byte"))
            };
            let bytes: Vec<u8> = numbers.iter().map(byte).collect::<Result<_, _>>()?;
            Ok(Some(bytes.into()))
        }
        other => Err(format!("{other} is not a text, null or a list of bytes")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_may_repeat_and_values_be_null_or_bytes() {
        let value = serde_json::json!([{"a": "1"}, {"a": null}, {"b": [0, 255]}]);
        let headers = parse(value).unwrap();
        let expected: Vec<Header> = vec![
            ("a".to_owned(), Some(Bytes::from_static(b"1"))),
            ("a".to_owned(), None),
            ("b".to_owned(), Some(Bytes::from_static(b"\x00\xff"))),
        ];
        assert_eq!(headers, expected);
        assert!(parse(serde_json::json!({"a": [256]})).is_err());
        assert!(parse(serde_json::json!({"a": 1})).is_err());
    }
}
