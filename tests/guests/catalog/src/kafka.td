$ set schema={"type": "record", "name": "row", "fields": [{"name": "f", "type": "long"}]}

$ kafka-create-topic topic=rows

$ kafka-ingest topic=rows format=avro schema=${schema}
{"f": 1}
{"f": 2}

$ kafka-verify-data topic=testdrive-rows-${testdrive.seed} format=avro sort-messages=true exact=true
{"f": 1}
{"f": 2}
