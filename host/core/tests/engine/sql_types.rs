//! Cells are the server's own text, with the type's name beside it.

use mzhost_core::sql::Connection;

use crate::Outcome;
use crate::server::query;

/// Expression, its type and its text; none is null.
const TYPES: &[(&str, &str, Option<&str>)] = &[
    ("true", "bool", Some("t")),
    ("1::smallint", "int2", Some("1")),
    ("-2147483648", "int4", Some("-2147483648")),
    ("9223372036854775807", "int8", Some("9223372036854775807")),
    ("0.1::float8 + 0.2", "float8", Some("0.30000000000000004")),
    ("'NaN'::float4", "float4", Some("NaN")),
    ("1.2300::numeric(20, 4)", "numeric", Some("1.2300")),
    (
        "1e30::numeric",
        "numeric",
        Some("1000000000000000000000000000000"),
    ),
    ("E'a\\nb'::text", "text", Some("a\nb")),
    ("'x'::char(3)", "bpchar", Some("x  ")),
    ("'x'::varchar(9)", "varchar", Some("x")),
    ("'\\x00ff'::bytea", "bytea", Some("\\x00ff")),
    (
        "'2024-02-29 12:34:56.789012+02'::timestamptz",
        "timestamptz",
        Some("2024-02-29 10:34:56.789012+00"),
    ),
    (
        "'2024-02-29 12:00'::timestamp",
        "timestamp",
        Some("2024-02-29 12:00:00"),
    ),
    ("'infinity'::date", "date", Some("infinity")),
    (
        "'1 year 2 days 00:00:03'::interval",
        "interval",
        Some("1 year 2 days 00:00:03"),
    ),
    (
        "'6b29fc40-ca47-1067-b31d-00dd010662da'::uuid",
        "uuid",
        Some("6b29fc40-ca47-1067-b31d-00dd010662da"),
    ),
    (
        "'{\"b\":1, \"a\":[]}'::json",
        "json",
        Some("{\"b\":1, \"a\":[]}"),
    ),
    (
        "'{\"b\":1, \"a\":[]}'::jsonb",
        "jsonb",
        Some("{\"a\": [], \"b\": 1}"),
    ),
    ("array[1, null, 3]", "_int4", Some("{1,NULL,3}")),
    (
        "array['a b', 'c\"d']",
        "_text",
        Some("{\"a b\",\"c\\\"d\"}"),
    ),
    ("'10.0.0.0/8'::cidr", "cidr", Some("10.0.0.0/8")),
    ("int4range(1, 5)", "int4range", Some("[1,5)")),
    ("row(1, 'x')", "record", Some("(1,x)")),
    ("'fine'::mood", "mood", Some("fine")),
    ("array['fine'::mood]", "_mood", Some("{fine}")),
    ("5::positive", "int4", Some("5")),
    ("null::int4", "int4", None),
    ("null", "text", None),
];

pub(crate) async fn every_type_is_the_servers_text(db: &Connection) -> Outcome<()> {
    db.batch(
        "create type mood as enum ('fine', 'bad'); create domain positive as int check (value > 0);
         set time zone 'UTC'"
            .to_owned(),
    )
    .await?;
    let list: Vec<String> = TYPES
        .iter()
        .enumerate()
        .map(|(number, (expression, _, _))| format!("{expression} as c{number}"))
        .collect();
    let rows = query(db, &format!("select {}", list.join(", "))).await?;
    assert_eq!(
        (rows.rows.len(), rows.affected, rows.truncated),
        (1, 1, false)
    );
    for (number, (expression, kind, text)) in TYPES.iter().enumerate() {
        let column = &rows.columns[number];
        assert_eq!(column.name, format!("c{number}"));
        // The domain's own name is as good as that of its base type.
        let named =
            column.type_name == *kind || (*kind == "int4" && column.type_name == "positive");
        assert!(named, "{expression} is {}", column.type_name);
        assert_eq!(rows.rows[0][number].as_deref(), *text, "{expression}");
    }
    Ok(())
}
