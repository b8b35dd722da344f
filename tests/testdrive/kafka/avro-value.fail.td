$ set schema={"type": "record", "name": "row", "fields": [{"name": "id", "type": "long"}, {"name": "inner", "type": {"type": "record", "name": "inner", "fields": [{"name": "n", "type": "int"}]}}]}

$ kafka-ingest topic=avro format=avro schema=${schema}
{"id": 1, "inner": {"n": "x"}}
