$ schema-registry-publish subject=td-${testdrive.seed}-value schema-type=avro
{"type": "record", "name": "row", "fields": [{"name": "id", "type": "long"}]}

$ schema-registry-verify subject=td-${testdrive.seed}-value schema-type=avro compatibility-level=SIDEWAYS
{"type": "record", "name": "row", "fields": [{"name": "id", "type": "long"}]}
