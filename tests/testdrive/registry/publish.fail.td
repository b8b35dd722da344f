$ schema-registry-publish subject=td-${testdrive.seed}-value schema-type=avro
{"type": "record", "name": "row"}
