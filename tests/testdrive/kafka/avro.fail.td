$ set schema={"type": "record", "name": "row", "fields": [{"name": "id", "type": "long"}, {"name": "name", "type": ["null", "string"]}]}

$ kafka-create-topic topic=avro

$ kafka-ingest topic=avro format=avro schema=${schema}
{"id": 1, "name": {"string": "x"}}

$ kafka-verify-data format=avro topic=testdrive-avro-${testdrive.seed}
{"id": 1, "name": {"string": "y"}}
