$ set key={"type": "record", "name": "key", "fields": [{"name": "id", "type": "long"}]}

$ set schema={"type": "record", "name": "row", "fields": [
    {"name": "id", "type": "long"},
    {"name": "name", "type": ["null", "string"]},
    {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
    {"name": "kind", "type": {"type": "enum", "name": "kind", "symbols": ["A", "B"]}},
    {"name": "tags", "type": {"type": "array", "items": "string"}},
    {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 4, "scale": 2}}]}

$ kafka-create-topic topic=avro

$ kafka-ingest topic=avro format=avro schema=${schema} key-format=avro key-schema=${key}
{"id": 1} {"id": 1, "name": {"string": "x"}, "at": 5, "kind": "A", "tags": ["a", "b"], "price": [1, 44]}
{"id": 2} {"id": 2, "name": null, "at": 6, "kind": "B", "tags": [], "price": [0]}
{"id": 1}

$ kafka-verify-data format=avro topic=testdrive-avro-${testdrive.seed} sort-messages=true
{"id": 1} "<null>"
{"id": 1} {"id": 1, "name": {"string": "x"}, "at": 5, "kind": "A", "tags": ["a", "b"], "price": [1, 44]}
{"id": 2} {"id": 2, "name": null, "at": 6, "kind": "B", "tags": [], "price": [0]}

$ schema-registry-wait topic=testdrive-avro-${testdrive.seed}
