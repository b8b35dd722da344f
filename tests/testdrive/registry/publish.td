$ schema-registry-publish subject=td-${testdrive.seed}-value schema-type=avro
{"type": "record", "name": "row", "fields": [{"name": "id", "type": "long"}]}

$ schema-registry-verify subject=td-${testdrive.seed}-value schema-type=avro
{"name": "row", "type": "record", "fields": [{"type": "long", "name": "id"}]}

$ schema-registry-wait-schema schema=td-${testdrive.seed}-value
