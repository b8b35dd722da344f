$ set schema={"type": "record", "name": "row", "fields": [{"name": "name", "type": ["null", "string"]}]}

$ kafka-ingest topic=avro-forms format=avro schema=${schema}
{"name": {"int": 1}}
