//! How values are written in files: the server's text of a cell, put into the original's form.
//!
//! Types that are not named here are the server's own text.

mod array;
mod bytea;
mod float;
mod json;
mod time;

/// NULL in a file.
pub const NULL: &str = "<null>";

/// A cell as files write it. `type_name` is the server's, such as `int4` or `_text`.
pub fn cell(type_name: &str, text: Option<&str>) -> String {
    match text {
        Some(text) => value(type_name, text),
        None => NULL.to_owned(),
    }
}

fn value(type_name: &str, text: &str) -> String {
    if let Some(element) = type_name.strip_prefix('_')
        && is_known(element)
        && let Some(array) = array::render(text, |item| value(element, item))
    {
        return array;
    }
    match type_name {
        "bool" => boolean(text),
        "char" => character(text),
        "float4" => float::render::<f32>(text),
        "float8" => float::render::<f64>(text),
        "bytea" => bytea::render(text),
        "time" | "timestamp" => time::padded(text),
        "timestamptz" => time::in_utc(text),
        "interval" => text.replace("mon", "month"),
        "jsonb" => json::compact(text),
        _ => text.to_owned(),
    }
}

/// Whether arrays of a type are written without quotes, as the original does for the types that it knows.
fn is_known(type_name: &str) -> bool {
    const KNOWN: [&str; 25] = [
        "bool",
        "bytea",
        "char",
        "date",
        "float4",
        "float8",
        "int2",
        "int4",
        "int8",
        "interval",
        "jsonb",
        "numeric",
        "oid",
        "text",
        "time",
        "timestamp",
        "timestamptz",
        "uuid",
        "varchar",
        "bpchar",
        "int4range",
        "int8range",
        "numrange",
        "daterange",
        "tsrange",
    ];
    KNOWN.contains(&type_name)
}

fn boolean(text: &str) -> String {
    match text {
        "t" => "true".to_owned(),
        "f" => "false".to_owned(),
        other => other.to_owned(),
    }
}

/// `"char"`: one byte, as a number with a sign. The server writes bytes beyond ASCII as `\ooo`.
fn character(text: &str) -> String {
    let octal = text
        .strip_prefix('\\')
        .filter(|digits| digits.len() == 3)
        .and_then(|digits| u8::from_str_radix(digits, 8).ok());
    let byte = octal.or_else(|| text.bytes().next()).unwrap_or_default();
    i8::from_ne_bytes([byte]).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_in_the_original() {
        let cases = [
            ("bool", "t", "true"),
            ("int4", "-5", "-5"),
            ("float8", "1e+20", "100000000000000000000"),
            ("float8", "-Infinity", "-inf"),
            ("float4", "0.1", "0.1"),
            ("numeric", "1.50", "1.50"),
            ("char", "a", "97"),
            ("char", "\\377", "-1"),
            ("char", "", "0"),
            ("bytea", "\\x610a5cff22", r#"a\n\\\xff\""#),
            ("time", "11:11:11.5", "11:11:11.500"),
            (
                "timestamp",
                "2011-11-11 11:11:11.123456",
                "2011-11-11 11:11:11.123456",
            ),
            (
                "timestamp",
                "2011-11-11 11:11:11.12 BC",
                "2011-11-11 11:11:11.120 BC",
            ),
            (
                "timestamptz",
                "2007-02-01 10:04:05.1+01",
                "2007-02-01 09:04:05.100 UTC",
            ),
            (
                "timestamptz",
                "2007-01-01 00:00:00+05:30",
                "2006-12-31 18:30:00 UTC",
            ),
            ("timestamptz", "infinity", "infinity"),
            (
                "interval",
                "1 year 2 mons 3 days 04:05:06",
                "1 year 2 months 3 days 04:05:06",
            ),
            (
                "jsonb",
                r#"{"a": [1, "x: y, z"], "b": "\" , "}"#,
                r#"{"a":[1,"x: y, z"],"b":"\" , "}"#,
            ),
            ("json", r#"{"a": 1}"#, r#"{"a": 1}"#),
            (
                "_text",
                r#"{a,"b c",NULL,"NULL","q\"x"}"#,
                r#"{a,b c,NULL,NULL,q"x}"#,
            ),
            ("_bool", "{{t,f},{NULL,t}}", "{{true,false},{NULL,true}}"),
            (
                "_timestamptz",
                r#"{"2007-02-01 15:04:05+00"}"#,
                "{2007-02-01 15:04:05 UTC}",
            ),
            ("_int4", "[0:1]={1,2}", "[0:1]={1,2}"),
            ("_inet", r#"{"a b"}"#, r#"{"a b"}"#),
        ];
        for (type_name, text, expected) in cases {
            assert_eq!(cell(type_name, Some(text)), expected, "{type_name} {text}");
        }
        assert_eq!(cell("text", None), "<null>");
    }

    #[test]
    fn what_is_no_value_of_its_type_stays() {
        for type_name in [
            "_text",
            "float8",
            "bytea",
            "timestamptz",
            "time",
            "jsonb",
            "bool",
        ] {
            for text in [
                "{a",
                "{\"",
                "\\x6",
                "\\xzz",
                "+",
                "é",
                "1.2.3",
                "2007-99-99 00:00:00+01",
            ] {
                let _ = cell(type_name, Some(text));
            }
        }
    }
}
