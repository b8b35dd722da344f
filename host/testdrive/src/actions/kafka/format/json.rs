//! JSON values in a line.

use std::collections::BTreeMap;

use serde_json::Value;

/// Takes a JSON value from the beginning of a text and gives the rest; none when there is only blank space.
pub(in super::super) fn next_value(text: &str) -> Result<Option<(Value, &str)>, serde_json::Error> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let Some(value) = values.next().transpose()? else {
        return Ok(None);
    };
    let rest = text.get(values.byte_offset()..).unwrap_or_default();
    Ok(Some((value, rest)))
}

/// A value in the one form that is compared and shown: keys in order, a blank behind `:` and `,`.
pub(in super::super) fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Array(values) => {
            text.push('[');
            for (index, value) in values.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { ", " });
                write(value, text);
            }
            text.push(']');
        }
        Value::Object(fields) => {
            text.push('{');
            let fields: BTreeMap<&String, &Value> = fields.iter().collect();
            for (index, (key, value)) in fields.into_iter().enumerate() {
                text.push_str(if index == 0 { "" } else { ", " });
                text.push_str(&Value::from(key.as_str()).to_string());
                text.push_str(": ");
                write(value, text);
            }
            text.push('}');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            text.push_str(&value.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_follow_each_other_and_have_one_form() {
        let (first, rest) = next_value(r#" {"b":[1,2], "a":null} "x" "#)
            .unwrap()
            .unwrap();
        assert_eq!(canonical(&first), r#"{"a": null, "b": [1, 2]}"#);
        let (second, rest) = next_value(rest).unwrap().unwrap();
        assert_eq!(canonical(&second), r#""x""#);
        assert!(next_value(rest).unwrap().is_none());
        assert!(next_value("{").is_err());
    }
}
