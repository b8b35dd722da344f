# Unions without type names, as in the old dialect; fields with defaults; bytes as text.
$ set schema={"type": "record", "name": "td.row", "fields": [
    {"name": "name", "type": ["null", "string"]},
    {"name": "kind", "type": ["null", {"type": "enum", "name": "kind", "symbols": ["A", "B"]}]},
    {"name": "more", "type": "int", "default": 7},
    {"name": "ratio", "type": "double"},
    {"name": "raw", "type": "bytes"}]}

$ kafka-create-topic topic=avro-forms

$ kafka-ingest topic=avro-forms format=avro schema=${schema}
{"name": "x", "kind": {"kind": "A"}, "ratio": 1, "raw": "a"}

$ kafka-verify-data format=avro topic=testdrive-avro-forms-${testdrive.seed}
{"name": {"string": "x"}, "kind": {"td.kind": "A"}, "more": 7, "ratio": 1.0, "raw": [97]}
