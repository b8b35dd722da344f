use serde_json::{Value, json};

use super::Schema;

fn schema(value: Value) -> Schema {
    Schema::parse(&value.to_string(), &[]).unwrap()
}

fn row(fields: Value) -> Schema {
    schema(json!({ "type": "record", "name": "a.row", "fields": fields }))
}

#[test]
fn bytes_are_those_of_avro() {
    let schema = row(json!([
        { "name": "n", "type": "long" },
        { "name": "s", "type": ["null", "string"] },
        { "name": "l", "type": { "type": "array", "items": "int" } },
        { "name": "d", "type": { "type": "int", "logicalType": "date" } },
    ]));
    let value = json!({ "n": -65, "s": { "string": "é" }, "l": [1, -1], "d": 19000 });
    let bytes = schema.encode(&value).unwrap();
    // The specification's own numbers: zigzag, seven bits each, blocks that end with 0.
    let expected = [0x81, 1, 2, 4, 0xc3, 0xa9, 4, 2, 1, 0, 0xf0, 0xa8, 2];
    assert_eq!(bytes, expected);
    assert_eq!(schema.decode(&bytes).unwrap(), value);
}

#[test]
fn values_come_back_in_their_plain_form() {
    let fixed = json!({ "type": "fixed", "name": "f", "size": 2 });
    let money = json!({ "type": "bytes", "logicalType": "decimal", "precision": 4, "scale": 2 });
    let cases = [
        (json!("long"), json!(i64::MIN), json!(i64::MIN)),
        (json!("float"), json!(0.1), json!(0.1)),
        (json!("double"), json!(1), json!(1.0)),
        (json!("double"), json!("-Infinity"), json!("-Infinity")),
        (json!("bytes"), json!("aÿ"), json!([97, 255])),
        (fixed, json!([0, 255]), json!([0, 255])),
        // A leading zero stays: it is the number's own length that was written.
        (money, json!([0, 1, 44]), json!([0, 1, 44])),
        (
            json!({ "type": "map", "values": "boolean" }),
            json!({ "a": true, "b": false }),
            json!({ "a": true, "b": false }),
        ),
    ];
    for (of, value, plain) in cases {
        let normal = schema(of.clone()).normalize(&value);
        assert_eq!(normal, Ok(plain), "{of} {value}");
    }
}

#[test]
fn unions_take_names_with_and_without_namespace_and_none() {
    let schema = row(json!([{ "name": "u", "type": [
        "null", "int", "string", { "type": "enum", "name": "kind", "symbols": ["A"] },
    ] }]));
    let cases = [
        (json!(null), json!(null)),
        (json!({ "a.kind": "A" }), json!({ "a.kind": "A" })),
        (json!({ "kind": "A" }), json!({ "a.kind": "A" })),
        (json!(5), json!({ "int": 5 })),
        (json!("A"), json!({ "string": "A" })),
    ];
    for (value, plain) in cases {
        let normal = schema.normalize(&json!({ "u": value }));
        assert_eq!(normal, Ok(json!({ "u": plain })));
    }
}

#[test]
fn an_object_with_one_field_is_not_taken_for_a_type() {
    let inner = json!({ "type": "record", "name": "inner", "fields": [
        { "name": "x", "type": "int" },
    ] });
    let schema = row(json!([{ "name": "u", "type": ["null", inner] }]));
    let normal = schema.normalize(&json!({ "u": { "x": 1 } }));
    assert_eq!(normal, Ok(json!({ "u": { "a.inner": { "x": 1 } } })));
}

#[test]
fn defaults_fill_in_and_types_may_contain_themselves() {
    let schema = row(json!([
        { "name": "n", "type": "int", "default": 7 },
        { "name": "next", "type": ["null", "row"], "default": null },
    ]));
    assert_eq!(
        schema.normalize(&json!({ "next": { "row": {} } })),
        Ok(json!({ "n": 7, "next": { "a.row": { "n": 7, "next": null } } }))
    );
}

#[test]
fn references_are_known_by_name() {
    let inner = r#"{"type": "fixed", "name": "b.inner", "size": 1}"#;
    let middle =
        r#"{"type": "record", "name": "middle", "fields": [{"name": "i", "type": "b.inner"}]}"#;
    let outer = r#"["null", "middle"]"#;
    let references = [inner.to_owned(), middle.to_owned()];
    let schema = Schema::parse(outer, &references).unwrap();
    let value = json!({ "middle": { "i": [9] } });
    assert_eq!(schema.encode(&value), Ok(vec![2, 9]));
    assert!(Schema::parse(outer, &[]).unwrap_err().contains("middle"));
}

#[test]
fn errors_name_the_field() {
    let schema = row(json!([
        { "name": "l", "type": { "type": "array", "items": {
            "type": "record", "name": "i", "fields": [{ "name": "n", "type": ["null", "int"] }],
        } } },
    ]));
    let cases = [
        (
            json!({ "l": [{ "n": 1 }, { "n": { "int": 1.5 } }] }),
            "l[1].n: 1.5 is not a value of int",
        ),
        (
            json!({ "l": [{ "n": 3_000_000_000_u64 }] }),
            "l[0].n: 3000000000 is not a value of int",
        ),
        (
            json!({ "l": [{}] }),
            "l[0]: the field \"n\" of a.i is missing",
        ),
        (
            json!({ "l": [], "m": 1 }),
            "a.row has no field \"m\", but l",
        ),
        (json!([]), "[] is not a value of record a.row"),
    ];
    for (value, expected) in cases {
        assert_eq!(schema.encode(&value), Err(expected.to_owned()));
    }
    let error = schema.decode(&[2, 2]).unwrap_err();
    assert!(
        error.starts_with("l[0].n: the bytes end too early"),
        "{error}"
    );
}

#[test]
fn bytes_that_lie_end_in_errors() {
    let nulls = schema(json!({ "type": "array", "items": "null" }));
    // A block of 2^62 values that take no bytes.
    let many = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1];
    assert!(nulls.decode(&many).is_err());
    let text = schema(json!("string"));
    assert!(text.decode(&many).is_err());
    assert!(text.decode(&[1]).is_err());
    assert!(text.decode(&[0xff; 12]).is_err());
    assert!(text.decode(&[2, 65, 66]).is_err());
    let list = row(json!([{ "name": "next", "type": ["null", "row"] }]));
    let deep = list.decode(&[2; 10_000]).unwrap_err();
    assert!(deep.ends_with("nested more than 256 deep"), "{deep}");
}

#[test]
fn wrong_schemas_are_errors() {
    for text in [
        "{",
        "1",
        "\"what\"",
        r#"{"type": "record", "name": "r"}"#,
        "[[\"null\"]]",
    ] {
        assert!(Schema::parse(text, &[]).is_err(), "{text}");
    }
}
