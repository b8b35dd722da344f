$ schema-registry-publish subject=td-${testdrive.seed}-value schema-type=avro
{"type": "record", "name": "row", "fields": [{"name": "id", "type": "long"}]}

$ http-request method=PUT url=${testdrive.schema-registry-url}config/td-${testdrive.seed}-value content-type=application/vnd.schemaregistry.v1+json
{"compatibility": "FULL"}

$ schema-registry-verify subject=td-${testdrive.seed}-value schema-type=avro compatibility-level=FULL
{"type": "record", "name": "row", "fields": [{"name": "id", "type": "long"}]}
