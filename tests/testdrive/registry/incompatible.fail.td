# A field without a default cannot be added where new readers must understand old records.
$ schema-registry-publish subject=td-${testdrive.seed}-value schema-type=avro
{"type": "record", "name": "row", "fields": [{"name": "a", "type": "long"}]}

$ http-request method=PUT url=${testdrive.schema-registry-url}config/td-${testdrive.seed}-value content-type=application/vnd.schemaregistry.v1+json
{"compatibility": "BACKWARD"}

$ schema-registry-publish subject=td-${testdrive.seed}-value schema-type=avro
{"type": "record", "name": "row", "fields": [{"name": "a", "type": "long"}, {"name": "b", "type": "string"}]}
